package dev.updraft.training.gradient;

import dev.updraft.compiler.layers.FitSettings;
import dev.updraft.data.batches.BatchLoader;
import dev.updraft.data.internal.Shuffle;
import dev.updraft.metrics.MetricAccumulator;
import dev.updraft.training.ModelSnapshot;
import dev.updraft.training.TrainingException;
import dev.updraft.training.TrainingListener;
import dev.updraft.training.loop.Learner;
import dev.updraft.training.loop.StepCounter;
import dev.updraft.training.loop.StepResult;
import dev.updraft.training.loop.StoredWeights;
import dev.updraft.training.loop.TrainingContext;
import dev.updraft.training.loop.TrainingData;
import dev.updraft.training.trees.TreeWeights;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * For a model whose layers have learnt all they can before the first step: its only epoch measures it on the training data, and on
 * the validation data.
 */
final class ClosedLearner implements Learner {
    private final TrainingContext trainingContext;
    private final TrainingData data;
    private final FitSettings settings;
    /** The same array until all batches are measured. */
    private final int[] order;

    private @Nullable EpochIterator training;
    private @Nullable EpochIterator validating;

    ClosedLearner(TrainingContext trainingContext, TrainingData data, FitSettings settings) {
        this.trainingContext = trainingContext;
        this.data = data;
        this.settings = settings;
        order = Shuffle.none(data.train().size());
    }

    @Override
    public String engine() {
        return trainingContext.engine();
    }

    @Override
    public void open() {
        training = new EpochIterator(
                trainingContext.program(), trainingContext.session(), data.train(), settings.batchSize());
        var validation = data.validation();
        validating = validation == null
                ? null
                : new EpochIterator(
                        trainingContext.program(), trainingContext.session(), validation, settings.batchSize());
    }

    @Override
    public int steps() {
        return BatchLoader.batches(data.train().size(), settings.batchSize());
    }

    @Override
    public void train(StepCounter position, int to, StepResult result) {
        Objects.requireNonNull(training, "opened before")
                .run(
                        BatchSource.Work.EVALUATE,
                        order,
                        position.batch,
                        to,
                        position.step,
                        (number, batch, outputs, loss) -> {
                            position.batch = number;
                            position.step++;
                            if (!Double.isFinite(loss)) {
                                throw new TrainingException("the loss is " + loss + " in batch " + number
                                        + ": look for extreme values in "
                                        + data.train().description());
                            }
                            result.step(number, batch, outputs, loss);
                        });
    }

    @Override
    public MetricAccumulator validate(MetricAccumulator into, List<TrainingListener> listeners) {
        return Objects.requireNonNull(validating, "there is validation data").evaluate(into, listeners);
    }

    @Override
    public Runnable present(StepCounter position) {
        return () -> {};
    }

    @Override
    public double learningRate(StepCounter position) {
        return Double.NaN;
    }

    /** There is none. */
    @Override
    public void learningRateFactor(double factor) {}

    @Override
    public ModelSnapshot snapshot() {
        return WeightSnapshot.of(trainingContext);
    }

    @Override
    public void restore(ModelSnapshot snapshot) {
        if (!(snapshot instanceof WeightSnapshot weights)) {
            throw new IllegalArgumentException("the snapshot belongs to another model: take one with snapshot()");
        }
        weights.writeTo(trainingContext.session());
    }

    @Override
    public List<String> files() {
        return List.of();
    }

    /** All that was learnt is in the model. */
    @Override
    public void write(Path checkpoint) {}

    @Override
    public Stored open(Path checkpoint, String model) {
        return StoredWeights.open(
                trainingContext,
                checkpoint.resolve(model),
                weights -> TreeWeights.requireSound(weights, trainingContext.model(), trainingContext.program()),
                () -> {});
    }

    @Override
    public void close() {
        try {
            if (validating != null) {
                validating.close();
            }
        } finally {
            if (training != null) {
                training.close();
            }
        }
    }
}
