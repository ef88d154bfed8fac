package dev.updraft.training;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.checkpoints.CheckpointException;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.data.BatchLoader;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.IntegerDataset;
import dev.updraft.data.TrainValidationSplit;
import dev.updraft.engine.OperationTimes;
import dev.updraft.history.History;
import dev.updraft.metrics.Evaluation;
import dev.updraft.metrics.MetricAccumulator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Drives a session over data: batches in, steps, metrics out. Remembers how far training has come, so that it can go on.
 * Used by one thread at a time.
 */
public final class Trainer {
    private final TrainingContext trainingContext;
    private final LayerGraph model;
    private final Consumer<Path> save;
    private final StepCounter stepCounter = new StepCounter();
    private List<String> classNames;

    /**
     * @param classNames what is known of them, or none
     * @param save writes the model's weights to a file
     */
    public Trainer(TrainingContext trainingContext, List<String> classNames, Consumer<Path> save) {
        this.trainingContext = trainingContext;
        this.model = trainingContext.model();
        this.classNames = List.copyOf(classNames);
        this.save = save;
    }

    /** Names of the classes in order: what was known at first, else those of the data; or none. */
    public List<String> classNames() {
        return classNames;
    }

    /**
     * Trains; called again, goes on where it ended.
     *
     * @throws DataException if the data does not fit the model, or cannot be read
     * @throws TrainingException if the model cannot be trained, or its loss is no longer a number
     * @throws CheckpointException if checkpoints are wanted and the folder cannot be used, or there is no run to resume
     * @throws CancellationException if the thread is interrupted; it stays so
     */
    public History fit(Dataset given, FitOptions options, List<TrainingListener> listeners) {
        if (trainingContext.program().train() == null) {
            throw new TrainingException("model " + model.name() + " cannot be trained: it has no "
                    + (model.loss() == null ? "loss" : "optimizer") + "; add a line such as `"
                    + (model.loss() == null ? "loss mean_squared_error(output, target)" : "optimizer adam") + "`");
        }
        var settings = options.over(model.fit());
        var data = expected(given, classNames);
        DataValidator.require(model, classNames, data);
        var train = data;
        var validation = options.validation();
        if (validation != null) {
            validation = expected(validation, classNames(data));
            DataValidator.require(model, classNames(data), validation);
        } else if (settings.validationSplit() > 0) {
            var trainValidationSplit =
                    TrainValidationSplit.of(data, settings.validationSplit(), trainingContext.seed());
            train = trainValidationSplit.train();
            validation = trainValidationSplit.validation();
        }
        classNames = classNames(data);
        var samples = new TrainingData(train, validation);
        return new TrainingRun(trainingContext, samples, stepCounter, settings, classNames, options, listeners, save)
                .run();
    }

    /**
     * Compares predictions with targets.
     *
     * @throws DataException if the data does not fit the model, or cannot be read
     * @throws TrainingException if the model has no loss
     * @throws CancellationException if the thread is interrupted; it stays so
     */
    public Evaluation evaluate(Dataset given, List<TrainingListener> listeners) {
        if (trainingContext.program().evaluate() == null) {
            throw new TrainingException(
                    "model " + model.name() + " cannot be evaluated: it has no loss; add a line such as"
                            + " `loss mean_squared_error(output, target)`");
        }
        var data = expected(given, classNames);
        DataValidator.require(model, classNames, data);
        try (var epochIterator = new EpochIterator(
                trainingContext.program(),
                trainingContext.session(),
                data,
                model.fit().batchSize())) {
            var names = classNames(data);
            return RunningMetrics.of(MetricAccumulator.examining(model, names), epochIterator, listeners)
                    .evaluation(names);
        }
    }

    /**
     * How long the operations of a batch take.
     *
     * @param training whether a training step is timed, which the model must have, rather than an evaluation
     * @throws DataException if the data does not fit the model, or cannot be read
     */
    public OperationTimes profile(Dataset given, boolean training) {
        var data = expected(given, classNames);
        DataValidator.require(model, classNames, data);
        var size = Math.min(model.fit().batchSize(), data.size());
        try (var loader = new BatchLoader(data, size)) {
            loader.start(IntStream.range(0, size).toArray(), 0);
            var batch = loader.next();
            return trainingContext.session().profile(Objects.requireNonNull(batch, "data is never empty"), training);
        }
    }

    /**
     * Predicts every sample, in the order of the data.
     *
     * @throws DataException if the data does not fit the model, or cannot be read
     * @throws CancellationException if the thread is interrupted; it stays so
     */
    public List<float[]> predict(Dataset given) {
        DataValidator.requireInputs(model, given);
        var data = IntegerDataset.of(given, trainingContext.program());
        var all = new ArrayList<float[]>(data.size());
        var width = EpochIterator.predictionSize(trainingContext.program()) * Float.BYTES;
        try (var epochIterator = new EpochIterator(
                trainingContext.program(),
                trainingContext.session(),
                data,
                model.fit().batchSize())) {
            epochIterator.run(BatchSource.Work.PREDICT, (_, batch, predictions, _) -> {
                for (var i = 0; i < batch.size(); i++) {
                    all.add(predictions.asSlice(i * width, width).toArray(JAVA_FLOAT));
                }
            });
        }
        return all;
    }

    /** Data with its targets as the model expects them, which knows its classes by these names. */
    private Dataset expected(Dataset data, List<String> names) {
        var dataSpec = DataSpec.of(model);
        var adapted = data.as(
                dataSpec.target() instanceof TargetType.Classes(var count, var _)
                        ? new DataSpec(dataSpec.input(), new TargetType.Classes(count, names), dataSpec.targetName())
                        : dataSpec);
        return IntegerDataset.of(adapted, trainingContext.program());
    }

    private List<String> classNames(Dataset data) {
        return classNames.isEmpty()
                        && model.target() != null
                        && model.target().type() instanceof TargetType.Classes
                        && data.target() instanceof Dataset.Target.Classes(var names)
                ? names
                : classNames;
    }
}
