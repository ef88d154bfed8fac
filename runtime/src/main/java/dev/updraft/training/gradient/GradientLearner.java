package dev.updraft.training.gradient;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.compiler.layers.FitSettings;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.program.StepPosition;
import dev.updraft.data.Dataset;
import dev.updraft.data.batches.BatchLoader;
import dev.updraft.data.internal.Shuffle;
import dev.updraft.engine.EngineException;
import dev.updraft.metrics.MetricAccumulator;
import dev.updraft.training.ModelSnapshot;
import dev.updraft.training.TrainingException;
import dev.updraft.training.TrainingListener;
import dev.updraft.training.loop.Learner;
import dev.updraft.training.loop.StepCounter;
import dev.updraft.training.loop.StepResult;
import dev.updraft.training.loop.TrainingContext;
import dev.updraft.training.loop.TrainingData;
import dev.updraft.weights.SafetensorsFile;
import dev.updraft.weights.internal.ModelWeights;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Steps of an optimizer along the gradient of the loss, one a batch. */
final class GradientLearner implements Learner {
    private static final String OPTIMIZER = "optimizer.safetensors";

    private final TrainingContext trainingContext;
    private final TrainingData data;
    private final FitSettings settings;
    private final Consumer<String> notices;
    private final NonFiniteDetector nonFiniteDetector;
    private @Nullable EpochIterator training;
    private @Nullable EpochIterator validating;
    private int[] order = new int[0];
    private int orderedEpoch = -1;
    private int[] unshuffled = new int[0];

    /** @param notices hears in a line what a user should know */
    GradientLearner(
            TrainingContext trainingContext, TrainingData data, FitSettings settings, Consumer<String> notices) {
        this.trainingContext = trainingContext;
        this.data = data;
        this.settings = settings;
        this.notices = notices;
        nonFiniteDetector = new NonFiniteDetector(
                trainingContext, data.train(), settings.batchSize(), this::order, System::nanoTime);
    }

    @Override
    public String engine() {
        return trainingContext.engine();
    }

    @Override
    public void open() {
        training = pass(data.train());
        validating = data.validation() == null ? null : pass(data.validation());
        ClassWeightInitializer.write(trainingContext, data.train());
    }

    private EpochIterator pass(Dataset samples) {
        return new EpochIterator(trainingContext.program(), trainingContext.session(), samples, settings.batchSize());
    }

    @Override
    public int steps() {
        return BatchLoader.batches(data.train().size(), settings.batchSize());
    }

    @Override
    public void train(StepCounter position, int to, StepResult result) {
        nonFiniteDetector.keep(position);
        if (orderedEpoch != position.epoch) {
            // One array for the whole epoch: a device that has it need not get it again. The last one makes room first.
            order = new int[0];
            order = order(position.epoch);
            orderedEpoch = position.epoch;
            trainingContext.session().epoch(position.epoch);
        }
        try {
            Objects.requireNonNull(training, "opened before")
                    .run(
                            BatchSource.Work.TRAIN,
                            order,
                            position.batch,
                            to,
                            position.step,
                            (number, batch, outputs, loss) -> {
                                position.batch = number;
                                position.step++;
                                requireFinite(loss);
                                result.step(number, batch, outputs, loss);
                            });
        } catch (LossLost lost) {
            throw new TrainingException("the loss is " + lost.loss + " in epoch " + (position.epoch + 1) + ", step "
                    + position.batch + ": training has diverged" + cause(position)
                    + "; try a smaller learning rate or gradient clipping, or look for"
                    + " extreme values in " + data.train().description());
        }
    }

    /** As {@link #train}, but without steps: what is reported is of the weights as they are. */
    void evaluate(StepCounter position, int to, StepResult result) {
        Objects.requireNonNull(training, "opened before")
                .run(BatchSource.Work.EVALUATE, unshuffled(), position.batch, to, 0, (number, batch, outputs, loss) -> {
                    position.batch = number;
                    position.step++;
                    result.step(number, batch, outputs, loss);
                });
    }

    /**
     * Passes over the training data once, with a program whose step only adds up gradients.
     *
     * @param sums hold them, over 0 at first
     * @return the sum of the samples' losses; empty if the thread was interrupted
     */
    OptionalDouble sumGradients(Collection<Variable> sums) {
        try (var arena = Arena.ofConfined()) {
            for (var sum : sums) {
                trainingContext
                        .session()
                        .write(sum, arena.allocate(JAVA_FLOAT, sum.shape().elementsPerSample()));
            }
        }
        var total = new double[1];
        var batches = Objects.requireNonNull(training, "opened before")
                .run(
                        BatchSource.Work.TRAIN,
                        unshuffled(),
                        0,
                        steps(),
                        0,
                        (_, batch, _, loss) -> total[0] += loss * batch.size());
        return batches < steps() ? OptionalDouble.empty() : OptionalDouble.of(total[0]);
    }

    /** One array whenever it is asked for. */
    private int[] unshuffled() {
        if (unshuffled.length == 0) {
            unshuffled = Shuffle.none(data.train().size());
        }
        return unshuffled;
    }

    /** The order of the samples in an epoch. */
    private int[] order(int epoch) {
        return settings.shuffle() ? Shuffle.order(data.train(), trainingContext.seed(), epoch) : unshuffled();
    }

    private static void requireFinite(double loss) {
        if (!Double.isFinite(loss)) {
            throw new LossLost(loss);
        }
    }

    /** Ends the steps of a chunk. */
    private static final class LossLost extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final double loss;

        LossLost(double loss) {
            super(null, null, false, false);
            this.loss = loss;
        }
    }

    /** What went wrong first, if that can be found out. */
    private String cause(StepCounter position) {
        if (nonFiniteDetector.canExplain()) {
            notices.accept("The loss is no longer finite: looking for the first operation with a non-finite result");
        }
        try {
            var cause = nonFiniteDetector.explain(position.step);
            return cause == null ? "" : "; " + cause;
        } catch (EngineException | CancellationException | OutOfMemoryError _) {
            return "";
        }
    }

    @Override
    public MetricAccumulator validate(MetricAccumulator into, List<TrainingListener> listeners) {
        return Objects.requireNonNull(validating, "there is validation data").evaluate(into, listeners);
    }

    /** Moving averages of the weights in their place. */
    @Override
    public Runnable present(StepCounter position) {
        var trained = WeightSnapshot.swapForAverages(trainingContext, position.step);
        return () -> {
            if (trained != null) {
                trained.writeTo(trainingContext.session());
            }
        };
    }

    @Override
    public double learningRate(StepCounter position) {
        var scalars = trainingContext.program().scalars();
        var last = new StepPosition(Math.max(0, position.step - 1), position.epoch, position.learningRateFactor);
        var values = scalars.at(last);
        return values[scalars.names().indexOf("learning_rate")];
    }

    @Override
    public void learningRateFactor(double factor) {
        trainingContext.session().learningRateFactor(factor);
    }

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
        nonFiniteDetector.forget();
    }

    private List<Variable> slots() {
        return trainingContext.program().variables().stream()
                .filter(variable -> variable.role() == Variable.Role.SLOT)
                .toList();
    }

    @Override
    public List<String> files() {
        return List.of(OPTIMIZER);
    }

    @Override
    public void write(Path checkpoint) throws IOException {
        ModelWeights.saveVariables(checkpoint.resolve(OPTIMIZER), slots(), trainingContext.session()::read);
    }

    @Override
    public Stored open(Path checkpoint, String model) {
        var weights = SafetensorsFile.open(checkpoint.resolve(model));
        try {
            var optimizer = SafetensorsFile.open(checkpoint.resolve(OPTIMIZER));
            try {
                var stored = new StoredWeights(weights, optimizer);
                stored.requireFit();
                return stored;
            } catch (RuntimeException e) {
                optimizer.close();
                throw e;
            }
        } catch (RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    /** Weights, and what the optimizer remembers. */
    private final class StoredWeights implements Stored {
        private final SafetensorsFile weights;
        private final SafetensorsFile optimizer;

        StoredWeights(SafetensorsFile weights, SafetensorsFile optimizer) {
            this.weights = weights;
            this.optimizer = optimizer;
        }

        void requireFit() {
            ModelWeights.requireFit(weights, trainingContext.program().variables());
            ModelWeights.requireVariables(optimizer, slots());
        }

        @Override
        public void load() {
            var session = trainingContext.session();
            ModelWeights.load(weights, trainingContext.program().variables(), session::write);
            ModelWeights.loadVariables(optimizer, slots(), session::write);
        }

        @Override
        public void close() {
            optimizer.close();
            weights.close();
        }
    }

    @Override
    public void close() {
        try {
            if (validating != null) {
                validating.close();
            }
        } finally {
            try {
                if (training != null) {
                    training.close();
                }
            } finally {
                nonFiniteDetector.close();
            }
        }
    }
}
