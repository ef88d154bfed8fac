package dev.updraft.cli.output;

import static dev.updraft.cli.output.ProgressLine.bar;
import static dev.updraft.cli.output.ProgressLine.duration;
import static dev.updraft.cli.output.ProgressLine.metrics;
import static dev.updraft.cli.output.ProgressLine.pace;
import static dev.updraft.cli.output.ProgressLine.time;

import dev.updraft.compiler.diagnostics.render.Printable;
import dev.updraft.history.History;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingEvent.Running;
import dev.updraft.training.TrainingListener;
import java.util.LinkedHashMap;
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
    /** Of the last epoch, if it has not been printed. */
    private String last = "";

    private double firstLearningRate;
    /** Whether there is nothing to count epochs of. */
    private boolean atOnce;

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
                atOnce = run.atOnce();
                last = "";
                say(describe(run));
                say("Data: " + run.data());
                say("Running on " + run.engine());
            }
            case TrainingEvent.EpochStarted(var epoch, var lastEpoch, var stepsOfEpoch) -> {
                epochStart = nanoTime.getAsLong();
                steps = stepsOfEpoch;
                if (terminal.interactive() && steps > 1 && !atOnce) {
                    live.print(String.format(Locale.ROOT, "Epoch %d/%d", epoch, lastEpoch));
                }
            }
            case TrainingEvent.StepFinished(var _, var step, var _, var running) -> {
                if (steps > 1) {
                    live.show(() -> line(step, running));
                }
            }
            case TrainingEvent.EvaluationProgress(var step, var total, var _) ->
                live.show(() -> bar(step, total, terminal.colour()) + " evaluating");
            case TrainingEvent.EpochFinished(var epoch, var lastEpoch) -> finished(line(epoch, lastEpoch));
            case TrainingEvent.Checkpoint(var _, var problem) -> {
                if (problem != null) {
                    say("Training continues without the last checkpoint: " + problem);
                }
            }
            case TrainingEvent.Notice(var text) -> note(text);
            case TrainingEvent.RunFinished _ -> {
                if (!last.isEmpty()) {
                    live.print(last);
                }
            }
        }
    }

    /** At a terminal, epochs of one step follow each other too fast for a line each. */
    private void finished(String line) {
        if (steps == 1 && terminal.interactive()) {
            last = line;
            live.show(() -> line);
        } else {
            live.print(line);
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
        var epochs = run.lastEpoch() - run.firstEpoch() + 1;
        var how = run.atOnce()
                ? "at once"
                : (run.steps() == 1 ? "" : "batch size " + run.batchSize() + ", ")
                        + (epochs == 1 ? "1 epoch" : epochs + " epochs");
        return String.format(
                Locale.ROOT,
                "Training %s: %,d samples%s, %s, seed %d",
                run.model(),
                run.samples(),
                run.validationSamples() == 0
                        ? ""
                        : String.format(Locale.ROOT, " and %,d for validation", run.validationSamples()),
                how,
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
        if (atOnce) {
            var measured = new LinkedHashMap<>(epoch.allMetrics());
            if (measured.containsKey("inertia")) {
                measured.remove("loss"); // The same, per sample.
                measured.remove("val_loss");
            }
            return "Measured in " + duration(epoch.seconds()) + metrics(measured);
        }
        var number = String.format(Locale.ROOT, "Epoch %d/%d: ", epoch.number(), lastEpoch);
        if (steps == 1) {
            return number + duration(epoch.seconds()) + metrics(epoch.allMetrics()) + learningRate(epoch);
        }
        var head = terminal.interactive() ? bar(steps, steps, terminal.colour()) : number + steps + " steps";
        return head + " " + time(epoch.seconds()) + " " + pace(1 / epoch.stepsPerSecond()) + metrics(epoch.allMetrics())
                + learningRate(epoch);
    }

    /** Only where it changes in the course of training. */
    private String learningRate(History.Epoch epoch) {
        if (firstLearningRate == 0) {
            firstLearningRate = epoch.learningRate();
        }
        return Double.compare(epoch.learningRate(), firstLearningRate) == 0
                ? ""
                : metrics(Map.of("learning_rate", epoch.learningRate()));
    }
}
