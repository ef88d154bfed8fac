package dev.updraft.training;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.history.History;
import dev.updraft.metrics.Scorer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A run as callbacks see and steer it.
 *
 * @param scorer of the epoch at hand
 * @param divergence told of weights that are not what the steps have made
 * @param validates whether an epoch ends with a validation
 * @param save writes the model's weights to a file
 */
record TrainingView(
        Learner learner,
        RunProgress progress,
        Scorer scorer,
        Divergence divergence,
        boolean validates,
        Consumer<Path> save,
        Consumer<TrainingEvent> publish)
        implements Training {

    @Override
    public LayerGraph model() {
        return learner.model();
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
        return progress.position.step;
    }

    @Override
    public TrainingEvent.Running running() {
        return new Scoring(scorer);
    }

    @Override
    public void stop(String reason) {
        progress.stop(reason);
    }

    @Override
    public List<String> figures() {
        var figures = new ArrayList<String>();
        figures.add("loss");
        figures.addAll(scorer.metrics().keySet());
        if (validates) {
            List.copyOf(figures).forEach(name -> figures.add("val_" + name));
        }
        return figures;
    }

    @Override
    public double learningRate() {
        var scalars = learner.program().scalars();
        var values = scalars.at(Math.max(0, step() - 1), learningRateFactor());
        return values[scalars.names().indexOf("learning_rate")];
    }

    @Override
    public double learningRateFactor() {
        return progress.position.learningRateFactor;
    }

    @Override
    public void learningRateFactor(double factor) {
        if (!(factor > 0 && factor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a factor of the learning rate is above 0, but this one is " + factor);
        }
        progress.position.learningRateFactor = factor;
        learner.session().learningRateFactor(factor);
    }

    @Override
    public Weights weights() {
        return Weights.of(learner);
    }

    @Override
    public void restore(Weights weights) {
        weights.writeTo(learner);
        progress.restored = true;
        divergence.forget();
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
