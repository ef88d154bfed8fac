package dev.updraft.training.gradient;

import dev.updraft.training.loop.RankedSplit;
import dev.updraft.training.loop.RankedMetrics;
import dev.updraft.compiler.layers.RankedGroups;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.checkpoints.CheckpointException;
import dev.updraft.compiler.layers.ClassWeight;
import dev.updraft.compiler.layers.DecisionThreshold;
import dev.updraft.compiler.layers.FitSettings;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.layers.LinearLayer;
import dev.updraft.compiler.layers.Optimizer;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.TrainValidationSplit;
import dev.updraft.data.TrainingSplit;
import dev.updraft.data.batches.BatchLoader;
import dev.updraft.data.batches.SamplesAtOnce;
import dev.updraft.data.columns.FeatureNames;
import dev.updraft.data.columns.Vocabularies;
import dev.updraft.data.internal.RankedLists;
import dev.updraft.engine.OperationTimes;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.StepOutputs;
import dev.updraft.history.History;
import dev.updraft.history.LearningRateRange;
import dev.updraft.metrics.Evaluation;
import dev.updraft.metrics.MetricAccumulator;
import dev.updraft.training.Callback;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingException;
import dev.updraft.training.TrainingListener;
import dev.updraft.training.linear.LinearLearner;
import dev.updraft.training.loop.DataValidator;
import dev.updraft.training.loop.Learner;
import dev.updraft.training.loop.StepCounter;
import dev.updraft.training.loop.TrainingContext;
import dev.updraft.training.loop.TrainingData;
import dev.updraft.training.loop.TrainingLoop;
import dev.updraft.training.trees.TreeLearner;
import dev.updraft.trees.FeatureSource;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Drives a session over data: batches in, steps, metrics out. Remembers how far training has come, so that it can go on.
 * Used by one thread at a time.
 */
public final class Trainer {
    private static final int MOST_SHOWN = 10;

    private final TrainingContext trainingContext;
    private final LayerGraph model;
    private final Consumer<Path> save;
    private final StepCounter stepCounter;
    private final DataPreparation preparation;
    private Learnt learnt;

    /**
     * @param learnt what the model knows of its data
     * @param save writes the model's weights to a file
     */
    public Trainer(TrainingContext trainingContext, Learnt learnt, Consumer<Path> save) {
        this(trainingContext, learnt, save, new StepCounter());
    }

    private Trainer(TrainingContext trainingContext, Learnt learnt, Consumer<Path> save, StepCounter stepCounter) {
        this.stepCounter = stepCounter;
        this.trainingContext = trainingContext;
        preparation = new DataPreparation(trainingContext, learnt.vocabularies());
        this.model = trainingContext.model();
        this.learnt = learnt;
        this.save = save;
    }

    /** One that goes on where this one is, with another session of the same variables. */
    public Trainer with(TrainingContext other) {
        if (stepCounter.learningRateFactor != 1) {
            other.session().learningRateFactor(stepCounter.learningRateFactor);
        }
        return new Trainer(other, learnt(), save, stepCounter);
    }

    /** What it has learnt of the columns of tables: nothing if there is nothing to learn; null if it has seen no data yet. */
    public @Nullable Vocabularies vocabularies() {
        return preparation.learnt();
    }

    /**
     * That a model has not learnt yet what it needs.
     *
     * @param what it cannot do
     */
    public static TrainingException notLearnt(LayerGraph model, String what) {
        return new TrainingException(
                "model " + model.name() + " cannot " + what + " yet: it has layers or columns that learn from the"
                        + " training data first; call fit, or load weights");
    }

    /** What the model knows of its data: what was known at first, else what it has learnt from the data. */
    public Learnt learnt() {
        var vocabularies = preparation.vocabularies();
        return vocabularies == null ? learnt : learnt.withVocabularies(vocabularies);
    }

    /**
     * Trains; called again, goes on where it ended.
     *
     * @throws DataException if the data does not match the model, or cannot be read
     * @throws TrainingException if the model cannot be trained, or its loss is no longer a number
     * @throws CheckpointException if checkpoints are wanted and the folder cannot be used, or there is no run to resume
     * @throws CancellationException if the thread is interrupted; its interrupt status is kept
     */
    public History fit(Dataset given, FitOptions options, List<TrainingListener> listeners) {
        requireLearning(true);
        var settings = options.over(model.fit());
        requireOnce();
        new OptionsWithoutUse(model, settings, options.callbacks()).refuse();
        RankedSplit.require(model, settings.validationSplit());
        RankedSplit.require(model, settings.testSplit());
        Consumer<String> notices = text -> listeners.forEach(listener -> listener.on(new TrainingEvent.Notice(text)));
        var data = matched(given, learnt.classNames());
        var train = data;
        var validation = options.validation();
        if (validation != null) {
            validation = matched(validation, classNames(data));
        } else if (settings.validationPart().isAny()) {
            var trainValidationSplit = TrainValidationSplit.of(
                    data, settings.validationPart(), DataSpec.of(model), trainingContext.seed());
            train = trainValidationSplit.train();
            validation = trainValidationSplit.validation();
        }
        learnt = learnt.withClassNames(classNames(data))
                .withSplit(
                        new TrainingSplit(trainingContext.seed(), model.fit().testPart(), settings.validationPart()));
        learnt = learnt.withThresholds(model.fixedThresholds());
        if (learnt.header().isEmpty()) {
            learnt = learnt.withHeader(data.header());
        }
        preparation.adapt(train, notices);
        var samples = new TrainingData(
                preparation.encoded(train, true, notices),
                validation == null ? null : preparation.encoded(validation, false, notices));
        var learner = learner(samples, settings, options.callbacks(), notices);
        var history = new TrainingLoop(
                        model,
                        learner,
                        samples,
                        trainingContext.seed(),
                        stepCounter,
                        settings,
                        learnt.classNames(),
                        options,
                        listeners,
                        file -> saveWithin(samples, file))
                .run();
        chooseThresholds(samples, notices);
        return history;
    }

    /** Saves the weights as they are within training, with the thresholds that are best with them. */
    private void saveWithin(TrainingData samples, Path file) {
        var before = learnt;
        try {
            chooseThresholds(samples, _ -> {});
            save.accept(file);
        } finally {
            learnt = before;
        }
    }

    private void chooseThresholds(TrainingData samples, Consumer<String> notices) {
        if (model.fit().threshold() instanceof DecisionThreshold.Best best) {
            var onValidation = samples.validation();
            learnt = learnt.withThresholds(
                    onValidation == null
                            ? ThresholdChoice.best(trainingContext, best, samples.train(), "training", notices)
                            : ThresholdChoice.best(trainingContext, best, onValidation, "validation", notices));
        }
    }

    private Learner learner(
            TrainingData samples, FitSettings settings, List<Callback> callbacks, Consumer<String> notices) {
        var fitted = model.fitted();
        if (fitted != null) {
            var input = fitted.inputs().getFirst();
            Function<Dataset, FeatureSource> features = data -> new FeaturePass(trainingContext, data, input);
            return fitted.layer() instanceof LinearLayer
                    ? new LinearLearner(
                            trainingContext,
                            samples,
                            settings,
                            features,
                            ClassWeightInitializer::write,
                            FeatureNames.of(input, preparation.vocabularies()),
                            notices)
                    : new TreeLearner(
                            trainingContext,
                            samples,
                            settings,
                            features,
                            ClassWeightInitializer::write,
                            callbacks,
                            notices);
        }
        if (model.isClosed()) {
            return new ClosedLearner(trainingContext, samples, settings);
        }
        return model.optimizer() instanceof Optimizer.Lbfgs lbfgs
                ? new LbfgsLearner(trainingContext, samples, settings, lbfgs, notices)
                : new GradientLearner(trainingContext, samples, settings, notices);
    }

    /**
     * Compares predictions with targets.
     *
     * @throws DataException if the data does not match the model, or cannot be read
     * @throws TrainingException if the model has no loss
     * @throws CancellationException if the thread is interrupted; its interrupt status is kept
     */
    public Evaluation evaluate(Dataset given, List<TrainingListener> listeners) {
        requireLearning(false);
        Consumer<String> notices = text -> listeners.forEach(listener -> listener.on(new TrainingEvent.Notice(text)));
        var data = preparation.encoded(matched(given, learnt.classNames()), false, notices);
        try (var epochIterator = new EpochIterator(
                trainingContext.program(),
                trainingContext.session(),
                data,
                SamplesAtOnce.of(model, model.fit().batchSize()))) {
            var names = classNames(data);
            var accumulator = MetricAccumulator.examining(model, names, learnt.thresholds());
            return epochIterator.evaluate(ofLists(accumulator, data), listeners).evaluation();
        }
    }

    /** Takes what puts whole lists in order: metrics, and the loss if it is one that does. */
    private MetricAccumulator ofLists(MetricAccumulator accumulator, Dataset data) {
        new RankedMetrics(model, data).addTo(accumulator);
        var ranking = model.ranking();
        if (ranking == null) {
            return accumulator;
        }
        var lists = RankedLists.of(data, 0, RankedGroups.of(ranking), DataSpec.of(model));
        return accumulator.withLoss(lists.size(), scores -> lists.loss(scores, ranking.k()));
    }

    /**
     * One optimizer step on all samples at once, or if not {@code training} an evaluation of them.
     *
     * @throws DataException if the data does not match the model, or cannot be read
     * @throws TrainingException if the model cannot be trained, or weighs its classes by the whole of its data
     */
    public Evaluation onBatch(Dataset given, boolean training) {
        requireLearning(training);
        var matched = matched(given, learnt.classNames());
        if (training) {
            preparation.adapt(matched, _ -> {});
        }
        var data = preparation.encoded(matched, training, _ -> {});
        if (training) {
            if (model.fit().step().classWeight() instanceof ClassWeight.Balanced) {
                throw new TrainingException(
                        "model " + model.name() + " balances its classes by the frequencies in the whole data set,"
                                + " which a single batch does not have; call fit, or set the weights as numbers");
            }
            requireSteps("trainOnBatch");
            learnt = learnt.withClassNames(classNames(data));
            ClassWeightInitializer.write(trainingContext, data);
        }
        var accumulator = ofLists(MetricAccumulator.of(model, classNames(data), learnt.thresholds()), data);
        try (var arena = Arena.ofShared()) {
            var batch = first(data, data.size(), arena);
            var outputs = StepOutputs.allocate(trainingContext.program(), batch.size(), arena);
            var session = trainingContext.session();
            session.epoch(stepCounter.epoch);
            var loss = training ? session.train(batch, stepCounter.step, outputs) : session.evaluate(batch, outputs);
            stepCounter.step += training ? 1 : 0;
            accumulator.add(batch, outputs, loss);
        }
        return accumulator.evaluation();
    }

    /**
     * A learning rate range test, which leaves the model as it is.
     *
     * @param progress hears of each step
     * @throws DataException if the data does not match the model, or cannot be read
     * @throws TrainingException if the model cannot be trained
     * @throws CancellationException if the thread is interrupted; its interrupt status is kept
     */
    public LearningRateRange findLearningRate(
            Dataset given, FitOptions options, Consumer<LearningRateRange.Point> progress) {
        requireLearning(true);
        requireSteps("the learning rate range test");
        return new LearningRateFinder(
                        trainingContext,
                        adapted(given),
                        options.over(model.fit()).batchSize())
                .run(progress);
    }

    /** That a batch alone makes a step. */
    private void requireSteps(String call) {
        if (model.trees() != null) {
            throw new TrainingException(call + " is not for trees, each of which sees the whole data: call fit");
        }
        if (model.fitted() != null) {
            throw new TrainingException(
                    call + " is not for a linear model, each step of which sees the whole data: call fit");
        }
        if (model.isClosed()) {
            throw new TrainingException(call + " is not for model " + model.name()
                    + ", which learns from the whole data at once: call fit");
        }
        if (model.optimizer() instanceof Optimizer.Lbfgs) {
            throw new TrainingException(call
                    + " is not for lbfgs, whose steps take the whole data and have no learning rate:" + " call fit");
        }
    }

    /** That a model which learns at once has not yet. */
    private void requireOnce() {
        if (model.isClosed() && preparation.vocabularies() != null) {
            throw new TrainingException("model " + model.name() + " has learnt all it can, at once: compile it again to"
                    + " learn from other data");
        }
    }

    /** That the model has what it takes to be trained, or evaluated. */
    private void requireLearning(boolean training) {
        if (training
                && trainingContext.program().train() == null
                && !(model.hasLoss() && model.fitted() != null)
                && !model.isClosed()) {
            throw new TrainingException("model " + model.name() + " cannot be trained: it has no "
                    + (model.hasLoss() ? "optimizer" : "loss") + "; add a line such as `"
                    + (model.hasLoss() ? "optimizer adam" : "loss mean_squared_error(output, target)") + "`");
        }
        if (trainingContext.program().evaluate() == null) {
            throw new TrainingException(
                    "model " + model.name() + " cannot be evaluated: it has no loss; add a line such as"
                            + " `loss mean_squared_error(output, target)`");
        }
    }

    /**
     * How long the operations of a batch take.
     *
     * @param training whether to time a training step, which the model must support, rather than an evaluation
     * @throws DataException if the data does not match the model, or cannot be read
     */
    public OperationTimes profile(Dataset given, boolean training) {
        var data = adapted(given);
        var size = Math.min(model.fit().batchSize(), data.size());
        try (var arena = Arena.ofShared()) {
            return trainingContext.session().profile(first(data, size, arena), training);
        }
    }

    private static Batch first(Dataset data, int count, Arena arena) {
        return BatchLoader.load(data, IntStream.range(0, count).toArray(), arena);
    }

    /**
     * Predicts every sample, in the order of the data.
     *
     * @param notices receives sentences about the data
     * @throws DataException if the data does not match the model, or cannot be read
     * @throws CancellationException if the thread is interrupted; its interrupt status is kept
     */
    public List<float[]> predict(Dataset given, Consumer<String> notices) {
        requireKnownColumns(given);
        var data = preparation.inputs(given, notices);
        DataValidator.requireInputs(model, data);
        var all = new ArrayList<float[]>(data.size());
        var sizes = outputSizes();
        try (var epochIterator = new EpochIterator(
                trainingContext.program(),
                trainingContext.session(),
                data,
                SamplesAtOnce.of(model, model.fit().batchSize()))) {
            epochIterator.run(BatchSource.Work.PREDICT, (_, batch, outputs, _) -> {
                for (var i = 0; i < batch.size(); i++) {
                    all.add(prediction(outputs, sizes, i));
                }
            });
        }
        return all;
    }

    /** How many values each output has. */
    private int[] outputSizes() {
        var predict = trainingContext.program().predict();
        return trainingContext.program().outputs().stream()
                .mapToInt(name ->
                        Math.toIntExact(Objects.requireNonNull(predict.outputs().get(name), name)
                                .shape()
                                .elementsPerSample()))
                .toArray();
    }

    /** The values of all outputs of a sample, one behind the other. */
    private static float[] prediction(StepOutputs outputs, int[] sizes, int sample) {
        var prediction = new float[IntStream.of(sizes).sum()];
        var next = 0;
        for (var output = 0; output < sizes.length; output++) {
            var from = (long) sample * sizes[output] * Float.BYTES;
            MemorySegment.copy(outputs.values().get(output), JAVA_FLOAT, from, prediction, next, sizes[output]);
            next += sizes[output];
        }
        return prediction;
    }

    /** Data as the model expects it, checked; its classes are known by these names. */
    private Dataset matched(Dataset data, Map<String, List<String>> names) {
        requireKnownColumns(data);
        var matched = preparation.matched(data, names);
        DataValidator.require(model, names, matched);
        return matched;
    }

    /** That a table's columns are those that the model was trained on, in their order. */
    private void requireKnownColumns(Dataset data) {
        var known = learnt.header().inputs();
        var found = data.header().inputs();
        if (!known.isEmpty() && !found.isEmpty() && !known.equals(found)) {
            throw new DataException(data.description() + " does not match the model: its input is made of the columns "
                    + listed(found) + ", but the model was trained on " + listed(known)
                    + "; read the table with model.dataSpec(), which finds columns by their names, or train the model"
                    + " anew");
        }
    }

    private static String listed(List<String> names) {
        return names.stream().limit(MOST_SHOWN).collect(Collectors.joining(", "))
                + (names.size() > MOST_SHOWN ? ", …" : "");
    }

    /** Data as the program takes it, from which layers learn that have not. */
    private Dataset adapted(Dataset given) {
        var matched = matched(given, learnt.classNames());
        preparation.adapt(matched, _ -> {});
        return preparation.encoded(matched, true, _ -> {});
    }

    private Map<String, List<String>> classNames(Dataset data) {
        var names = new HashMap<>(learnt.classNames());
        for (var i = 0; i < model.targets().size(); i++) {
            var target = model.targets().get(i);
            var known = names.getOrDefault(target.name(), List.of());
            if (known.isEmpty()
                    && target.type() instanceof TargetType.Classes
                    && data.targets().get(i) instanceof Dataset.Target.Classes(var _, var given, var _)) {
                names.put(target.name(), given);
            }
        }
        return names;
    }
}
