package dev.updraft.training.loop;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.history.History;
import dev.updraft.metrics.MetricAccumulator;
import dev.updraft.training.ModelSnapshot;
import dev.updraft.training.Training;
import dev.updraft.training.TrainingEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.function.Consumer;

/**
 * A run as callbacks see and steer it.
 *
 * @param metricAccumulator of the epoch at hand
 * @param validates whether an epoch ends with a validation
 * @param save writes the model's weights to a file
 */
record TrainingView(
        LayerGraph model,
        Learner learner,
        TrainingState progress,
        MetricAccumulator metricAccumulator,
        boolean validates,
        Consumer<Path> save,
        Consumer<TrainingEvent> publish)
        implements Training {

    @Override
    public History history() {
        return progress.history();
    }

    @Override
    public int epoch() {
        return progress.epoch();
    }

    @Override
    public long step() {
        return progress.stepCounter.step;
    }

    @Override
    public TrainingEvent.Running running() {
        return new RunningMetrics(metricAccumulator);
    }

    @Override
    public void stop(String reason) {
        progress.stop(reason);
    }

    @Override
    public List<String> metricNames() {
        var metrics = new ArrayList<String>();
        metrics.add("loss");
        metrics.addAll(metricAccumulator.metrics().keySet());
        if (validates) {
            Stream.concat(List.copyOf(metrics).stream(), metricAccumulator.ofWholeNames().stream())
                    .forEach(name -> metrics.add("val_" + name));
        }
        return metrics;
    }

    @Override
    public double learningRate() {
        return learner.learningRate(progress.stepCounter);
    }

    @Override
    public double learningRateFactor() {
        return progress.stepCounter.learningRateFactor;
    }

    @Override
    public void learningRateFactor(double factor) {
        if (!(factor > 0 && factor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the factor for the learning rate must be above 0, but is " + factor);
        }
        progress.stepCounter.learningRateFactor = factor;
        learner.learningRateFactor(factor);
    }

    @Override
    public ModelSnapshot snapshot() {
        return learner.snapshot();
    }

    @Override
    public void restore(ModelSnapshot snapshot) {
        learner.restore(snapshot);
        progress.restored = true;
    }

    @Override
    public void save(Path file) {
        learner.flush();
        save.accept(file);
    }

    @Override
    public void notice(String text) {
        publish.accept(new TrainingEvent.Notice(text));
    }
}
