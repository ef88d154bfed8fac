package dev.updraft.training;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.checkpoints.CheckpointException;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.data.BatchLoader;
import dev.updraft.data.DataException;
import dev.updraft.data.Dataset;
import dev.updraft.data.Expectation;
import dev.updraft.data.Split;
import dev.updraft.engine.OperationTimes;
import dev.updraft.history.History;
import dev.updraft.metrics.Evaluation;
import dev.updraft.metrics.Scorer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Drives a session over data: batches in, steps, figures out. Remembers how far training has come, so that it can go on.
 * Used by one thread at a time.
 */
public final class Trainer {
    private final Learner learner;
    private final LayerGraph model;
    private final Consumer<Path> save;
    private final Position position = new Position();
    private List<String> classNames;

    /**
     * @param classNames what is known of them, or none
     * @param save writes the model's weights to a file
     */
    public Trainer(Learner learner, List<String> classNames, Consumer<Path> save) {
        this.learner = learner;
        this.model = learner.model();
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
        if (learner.program().train() == null) {
            throw new TrainingException("model " + model.name() + " cannot be trained: it has no "
                    + (model.loss() == null ? "loss" : "optimizer") + "; add a line such as `"
                    + (model.loss() == null ? "loss mean_squared_error(output, target)" : "optimizer adam") + "`");
        }
        var settings = options.over(model.fit());
        var data = expected(given, classNames);
        DataFit.require(model, classNames, data);
        var train = data;
        var validation = options.validation();
        if (validation != null) {
            validation = expected(validation, classNames(data));
            DataFit.require(model, classNames(data), validation);
        } else if (settings.validationSplit() > 0) {
            var split = Split.of(data, settings.validationSplit(), learner.seed());
            train = split.train();
            validation = split.validation();
        }
        classNames = classNames(data);
        var samples = new TrainingData(train, validation);
        return new TrainingRun(learner, samples, position, settings, classNames, options, listeners, save).run();
    }

    /**
     * Compares predictions with targets.
     *
     * @throws DataException if the data does not fit the model, or cannot be read
     * @throws TrainingException if the model has no loss
     * @throws CancellationException if the thread is interrupted; it stays so
     */
    public Evaluation evaluate(Dataset given, List<TrainingListener> listeners) {
        if (learner.program().evaluate() == null) {
            throw new TrainingException(
                    "model " + model.name() + " cannot be evaluated: it has no loss; add a line such as"
                            + " `loss mean_squared_error(output, target)`");
        }
        var data = expected(given, classNames);
        DataFit.require(model, classNames, data);
        try (var pass =
                new Pass(learner.program(), learner.session(), data, model.fit().batchSize())) {
            var names = classNames(data);
            return Scoring.of(Scorer.examining(model, names), pass, listeners).evaluation(names);
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
        DataFit.require(model, classNames, data);
        var size = Math.min(model.fit().batchSize(), data.size());
        try (var loader = new BatchLoader(data, size)) {
            loader.start(IntStream.range(0, size).toArray(), 0);
            var batch = loader.next();
            return learner.session().profile(Objects.requireNonNull(batch, "data is never empty"), training);
        }
    }

    /**
     * Predicts every sample, in the order of the data.
     *
     * @throws DataException if the data does not fit the model, or cannot be read
     * @throws CancellationException if the thread is interrupted; it stays so
     */
    public List<float[]> predict(Dataset data) {
        DataFit.requireInputs(model, data);
        var all = new ArrayList<float[]>(data.size());
        var width = Pass.predictionSize(learner.program()) * Float.BYTES;
        try (var pass =
                new Pass(learner.program(), learner.session(), data, model.fit().batchSize())) {
            pass.run(Feed.Work.PREDICT, (_, batch, predictions, _) -> {
                for (var i = 0; i < batch.size(); i++) {
                    all.add(predictions.asSlice(i * width, width).toArray(JAVA_FLOAT));
                }
            });
        }
        return all;
    }

    /** Data with its targets as the model expects them, which knows its classes by these names. */
    private Dataset expected(Dataset data, List<String> names) {
        var expectation = Expectation.of(model);
        return data.as(
                expectation.target() instanceof TargetType.Classes(var count, var _)
                        ? new Expectation(
                                expectation.input(), new TargetType.Classes(count, names), expectation.targetName())
                        : expectation);
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
