package dev.updraft.training.loop;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.history.History;
import dev.updraft.metrics.MetricAccumulator;
import dev.updraft.training.Training;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.WeightSnapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A run as callbacks see and steer it.
 *
 * @param metricAccumulator of the epoch at hand
 * @param nonFiniteDetector told of weights that are not what the steps have made
 * @param validates whether an epoch ends with a validation
 * @param save writes the model's weights to a file
 */
record TrainingView(
        TrainingContext trainingContext,
        TrainingState progress,
        MetricAccumulator metricAccumulator,
        NonFiniteDetector nonFiniteDetector,
        boolean validates,
        Consumer<Path> save,
        Consumer<TrainingEvent> publish)
        implements Training {

    @Override
    public LayerGraph model() {
        return trainingContext.model();
    }

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
            List.copyOf(metrics).forEach(name -> metrics.add("val_" + name));
        }
        return metrics;
    }

    @Override
    public double learningRate() {
        var scalars = trainingContext.program().scalars();
        var values = scalars.at(Math.max(0, step() - 1), learningRateFactor());
        return values[scalars.names().indexOf("learning_rate")];
    }

    @Override
    public double learningRateFactor() {
        return progress.stepCounter.learningRateFactor;
    }

    @Override
    public void learningRateFactor(double factor) {
        if (!(factor > 0 && factor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a factor of the learning rate is above 0, but this one is " + factor);
        }
        progress.stepCounter.learningRateFactor = factor;
        trainingContext.session().learningRateFactor(factor);
    }

    @Override
    public WeightSnapshot weightSnapshot() {
        return StoredWeights.of(trainingContext);
    }

    @Override
    public void restore(WeightSnapshot weightSnapshot) {
        if (!(weightSnapshot instanceof StoredWeights weights)) {
            throw new IllegalArgumentException("only a snapshot that weightSnapshot() gave can be restored");
        }
        weights.writeTo(trainingContext);
        progress.restored = true;
        nonFiniteDetector.forget();
    }

    @Override
    public void save(Path file) {
        save.accept(file);
    }

    @Override
    public void notice(String text) {
        publish.accept(new TrainingEvent.Notice(text));
    }
}
