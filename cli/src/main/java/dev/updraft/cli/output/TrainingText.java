package dev.updraft.cli.output;

import static dev.updraft.cli.output.ProgressLine.bar;
import static dev.updraft.cli.output.ProgressLine.metrics;
import static dev.updraft.cli.output.ProgressLine.pace;
import static dev.updraft.cli.output.ProgressLine.time;

import dev.updraft.compiler.diagnostics.render.Printable;
import dev.updraft.history.History;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingEvent.Running;
import dev.updraft.training.TrainingListener;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/** Tells people how training goes: at a terminal a line that moves, elsewhere a line an epoch. */
final class TrainingText implements TrainingListener {
    private final Terminal terminal;
    private final LiveLine live;
    private final LongSupplier nanoTime;
    private long epochStart;
    private int steps;
    private double firstLearningRate;

    TrainingText(Terminal terminal, LiveLine live, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.live = live;
        this.nanoTime = nanoTime;
    }

    @Override
    public void on(TrainingEvent event) {
        switch (event) {
            case TrainingEvent.RunStarted run -> {
                firstLearningRate = 0;
                say(describe(run));
                say("Data: " + run.data());
                say("Running on " + run.engine());
            }
            case TrainingEvent.EpochStarted(var epoch, var lastEpoch, var stepsOfEpoch) -> {
                epochStart = nanoTime.getAsLong();
                steps = stepsOfEpoch;
                if (terminal.interactive()) {
                    live.print(String.format(Locale.ROOT, "Epoch %d/%d", epoch, lastEpoch));
                }
            }
            case TrainingEvent.StepFinished(var _, var step, var _, var running) ->
                live.show(() -> line(step, running));
            case TrainingEvent.EvaluationProgress(var step, var total, var _) ->
                live.show(() -> bar(step, total, terminal.colour()) + " evaluating");
            case TrainingEvent.EpochFinished(var epoch, var lastEpoch) -> live.print(line(epoch, lastEpoch));
            case TrainingEvent.Checkpoint(var _, var problem) -> {
                if (problem != null) {
                    say("Training continues without the last checkpoint: " + problem);
                }
            }
            case TrainingEvent.Notice(var text) -> note(text);
            case TrainingEvent.RunFinished _ -> {}
        }
    }

    /** Not among the answers. */
    private void note(String text) {
        live.clear();
        terminal.err().println("note: " + Printable.line(text));
        terminal.err().flush();
    }

    private void say(String text) {
        live.print(Printable.line(text));
    }

    private static String describe(TrainingEvent.RunStarted run) {
        return String.format(
                Locale.ROOT,
                "Training %s: %,d samples%s, batch size %d, %s, seed %d",
                run.model(),
                run.samples(),
                run.validationSamples() == 0
                        ? ""
                        : String.format(Locale.ROOT, " and %,d for validation", run.validationSamples()),
                run.batchSize(),
                run.firstEpoch() == run.lastEpoch() ? "1 epoch" : (run.lastEpoch() - run.firstEpoch() + 1) + " epochs",
                run.seed());
    }

    /** An epoch on its way: what remains of it, the pace, the metrics so far. */
    private String line(int step, Running running) {
        var secondsPerStep = (nanoTime.getAsLong() - epochStart) / 1e9 / step;
        return bar(step, steps, terminal.colour())
                + " " + time(secondsPerStep * (steps - step))
                + " " + pace(secondsPerStep)
                + metrics(Map.of("loss", running.loss()))
                + metrics(running.metrics());
    }

    /** An epoch that is done. */
    private String line(History.Epoch epoch, int lastEpoch) {
        var head = terminal.interactive()
                ? bar(steps, steps, terminal.colour())
                : String.format(Locale.ROOT, "Epoch %d/%d: %d steps", epoch.number(), lastEpoch, steps);
        return head + " " + time(epoch.seconds()) + " " + pace(1 / epoch.stepsPerSecond()) + metrics(epoch.allMetrics())
                + learningRate(epoch);
    }

    /** Only where it changes in the course of training. */
    private String learningRate(History.Epoch epoch) {
        if (firstLearningRate == 0) {
            firstLearningRate = epoch.learningRate();
        }
        return epoch.learningRate() == firstLearningRate ? "" : metrics(Map.of("learning_rate", epoch.learningRate()));
    }
}
