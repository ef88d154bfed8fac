package dev.updraft.training;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.compiler.layers.FitSettings;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.program.Program;
import dev.updraft.data.DataException;
import dev.updraft.data.Dataset;
import dev.updraft.data.Shuffle;
import dev.updraft.data.Split;
import dev.updraft.engine.Session;
import dev.updraft.metrics.Evaluation;
import dev.updraft.metrics.Scorer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Drives a session over data: batches in, steps, figures out. Remembers how far training has come, so that it can go on.
 * Used by one thread at a time.
 */
public final class Trainer {
    private final LayerGraph model;
    private final Program program;
    private final Session session;
    private final String engine;
    private final long seed;
    private List<String> classNames;
    private int epochs;
    private long steps;

    /**
     * @param session of {@code program}, which is of {@code model}
     * @param engine engine and device in words
     * @param seed of the order of samples and of what is set aside
     * @param classNames what is known of them, or none
     */
    public Trainer(
            LayerGraph model, Program program, Session session, String engine, long seed, List<String> classNames) {
        this.model = model;
        this.program = program;
        this.session = session;
        this.engine = engine;
        this.seed = seed;
        this.classNames = List.copyOf(classNames);
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
     * @throws CancellationException if the thread is interrupted; it stays so
     */
    public History fit(Dataset data, FitOptions options, List<TrainingListener> listeners) {
        if (program.train() == null) {
            throw new TrainingException("model " + model.name() + " cannot be trained: it has no "
                    + (model.loss() == null ? "loss" : "optimizer") + "; add a line such as `"
                    + (model.loss() == null ? "loss mean_squared_error(output, target)" : "optimizer adam") + "`");
        }
        var settings = options.over(model.fit());
        DataFit.require(model, classNames, data);
        var train = data;
        var validation = options.validation();
        if (validation != null) {
            DataFit.require(model, classNames(data), validation);
        } else if (settings.validationSplit() > 0) {
            var split = Split.of(data, settings.validationSplit(), seed);
            train = split.train();
            validation = split.validation();
        }
        classNames = classNames(data);
        return new Run(train, validation, settings, listeners).train();
    }

    /**
     * Compares predictions with targets.
     *
     * @throws DataException if the data does not fit the model, or cannot be read
     * @throws TrainingException if the model has no loss
     * @throws CancellationException if the thread is interrupted; it stays so
     */
    public Evaluation evaluate(Dataset data, List<TrainingListener> listeners) {
        if (program.evaluate() == null) {
            throw new TrainingException(
                    "model " + model.name() + " cannot be evaluated: it has no loss; add a line such as"
                            + " `loss mean_squared_error(output, target)`");
        }
        DataFit.require(model, classNames, data);
        try (var pass = new Pass(program, session, data, model.fit().batchSize())) {
            return evaluate(pass, listeners).evaluation(classNames(data));
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
        var width = Pass.predictionSize(program) * Float.BYTES;
        try (var pass = new Pass(program, session, data, model.fit().batchSize())) {
            pass.run(Feed.Work.PREDICT, Shuffle.none(data.size()), 0, (_, batch, predictions, _) -> {
                for (var i = 0; i < batch.size(); i++) {
                    all.add(predictions.asSlice(i * width, width).toArray(JAVA_FLOAT));
                }
            });
        }
        return all;
    }

    private Scorer evaluate(Pass pass, List<TrainingListener> listeners) {
        var scorer = Scorer.of(model);
        var figures = new Figures(scorer);
        pass.run(Feed.Work.EVALUATE, Shuffle.none(pass.data().size()), 0, (number, batch, predictions, loss) -> {
            scorer.add(batch, predictions, loss);
            publish(listeners, new TrainingEvent.EvaluationProgress(number, pass.batches(), figures));
        });
        return scorer;
    }

    private List<String> classNames(Dataset data) {
        return classNames.isEmpty()
                        && model.target() != null
                        && model.target().type() instanceof TargetType.Classes
                        && data.target() instanceof Dataset.Target.Classes(var names)
                ? names
                : classNames;
    }

    private static void publish(List<TrainingListener> listeners, TrainingEvent event) {
        for (var listener : listeners) {
            listener.on(event);
        }
    }

    /** One call of {@link #fit}. */
    private final class Run {
        private final Dataset train;
        private final @Nullable Dataset validation;
        private final FitSettings settings;
        private final List<TrainingListener> listeners;
        private final int lastEpoch;

        Run(Dataset train, @Nullable Dataset validation, FitSettings settings, List<TrainingListener> listeners) {
            this.train = train;
            this.validation = validation;
            this.settings = settings;
            this.listeners = listeners;
            lastEpoch = epochs + settings.epochs();
        }

        History train() {
            var start = System.nanoTime();
            var done = new ArrayList<History.Epoch>();
            try (var training = new Pass(program, session, train, settings.batchSize());
                    var validating =
                            validation == null ? null : new Pass(program, session, validation, settings.batchSize())) {
                publish(listeners, started(training));
                while (epochs < lastEpoch) {
                    var epoch = epoch(training, validating);
                    done.add(epoch);
                    publish(listeners, new TrainingEvent.EpochFinished(epoch, lastEpoch));
                }
            }
            var history = new History(done, seconds(start));
            publish(listeners, new TrainingEvent.RunFinished(history));
            return history;
        }

        private TrainingEvent.RunStarted started(Pass training) {
            return new TrainingEvent.RunStarted(
                    model.name(),
                    engine,
                    train.description(),
                    train.size(),
                    validation == null ? 0 : validation.size(),
                    epochs + 1,
                    lastEpoch,
                    settings.batchSize(),
                    training.batches(),
                    seed);
        }

        private History.Epoch epoch(Pass training, @Nullable Pass validating) {
            publish(listeners, new TrainingEvent.EpochStarted(epochs + 1, lastEpoch, training.batches()));
            var order = settings.shuffle() ? Shuffle.order(train.size(), seed, epochs) : Shuffle.none(train.size());
            var start = System.nanoTime();
            var scorer = Scorer.of(model);
            var figures = new Figures(scorer);
            training.run(Feed.Work.TRAIN, order, steps, (number, batch, predictions, loss) -> {
                steps++;
                requireFinite(loss, number);
                scorer.add(batch, predictions, loss);
                publish(listeners, new TrainingEvent.StepFinished(epochs + 1, number, training.batches(), figures));
            });
            var seconds = seconds(start);
            epochs++;
            var validated = validating == null ? null : evaluate(validating, listeners);
            return new History.Epoch(
                    epochs,
                    scorer.loss(),
                    scorer.metrics(),
                    validated == null ? null : validated.loss(),
                    validated == null ? Map.of() : validated.metrics(),
                    seconds,
                    training.batches() / seconds);
        }

        private void requireFinite(double loss, int step) {
            if (!Double.isFinite(loss)) {
                throw new TrainingException("the loss is " + loss + " in epoch " + (epochs + 1) + ", step " + step
                        + ": training has diverged; try a smaller learning rate or gradient clipping, or look for"
                        + " extreme values in " + train.description());
            }
        }

        private static double seconds(long start) {
            return Math.max(1, System.nanoTime() - start) * 1e-9;
        }
    }

    private record Figures(Scorer scorer) implements TrainingEvent.Running {
        @Override
        public double loss() {
            return scorer.loss();
        }

        @Override
        public Map<String, Double> metrics() {
            return scorer.metrics();
        }
    }
}
