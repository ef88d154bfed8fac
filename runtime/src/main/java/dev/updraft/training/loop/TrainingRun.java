package dev.updraft.training.loop;

import static dev.updraft.training.loop.TrainingState.secondsSince;

import dev.updraft.compiler.layers.FitSettings;
import dev.updraft.data.Dataset;
import dev.updraft.data.internal.Shuffle;
import dev.updraft.engine.EngineException;
import dev.updraft.history.History;
import dev.updraft.metrics.MetricAccumulator;
import dev.updraft.training.Callback;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingException;
import dev.updraft.training.TrainingListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One call of {@code fit}: epochs, the batches of each in pieces, and between the pieces whoever looks on. */
final class TrainingRun {
    private final TrainingContext trainingContext;
    private final TrainingData data;
    private final FitSettings settings;
    private final Map<String, List<String>> classNames;
    private final FitOptions options;
    private final List<Callback> callbacks;
    private final List<TrainingListener> listeners;
    private final Consumer<Path> save;
    private final StepCounter stepCounter;
    private final TrainingState progress;
    private final MetricAccumulator metricAccumulator;
    private final TrainingView view;
    private final NonFiniteDetector nonFiniteDetector;
    private final ChunkSizer chunkSizer = new ChunkSizer();

    TrainingRun(
            TrainingContext trainingContext,
            TrainingData data,
            StepCounter stepCounter,
            FitSettings settings,
            Map<String, List<String>> classNames,
            FitOptions options,
            List<TrainingListener> listeners,
            Consumer<Path> save) {
        this.trainingContext = trainingContext;
        this.data = data;
        this.stepCounter = stepCounter;
        this.settings = settings;
        this.classNames = classNames;
        this.options = options;
        callbacks = options.callbacks();
        this.listeners = listeners;
        this.save = save;
        progress = new TrainingState(stepCounter, settings.epochs());
        metricAccumulator = MetricAccumulator.of(trainingContext.model(), classNames);
        nonFiniteDetector = new NonFiniteDetector(
                trainingContext, data.train(), settings.batchSize(), this::order, System::nanoTime);
        view = new TrainingView(
                trainingContext,
                progress,
                metricAccumulator,
                nonFiniteDetector,
                data.validation() != null,
                save,
                this::publish);
    }

    /** Trains to the last epoch, unless a callback ends it before. */
    History run() {
        try (nonFiniteDetector;
                var checkpoints = checkpointing();
                var training = pass(data.train());
                var validating = data.validation() == null ? null : pass(data.validation())) {
            callbacks.forEach(callback -> callback.started(view));
            var notices = checkpoints == null ? List.<String>of() : checkpoints.begin(view);
            publish(started(training, validating));
            ClassWeightInitializer.write(trainingContext, data.train());
            notices.forEach(view::notice);
            epochs(training, validating, checkpoints);
            if (checkpoints != null) {
                checkpoints.save();
            }
            if (!progress.restored) {
                StoredWeights.swapForAverages(trainingContext, stepCounter.step);
            }
            callbacks.forEach(callback -> callback.finished(view));
            if (checkpoints != null) {
                checkpoints.ended();
            }
        }
        var history = progress.history();
        publish(new TrainingEvent.RunFinished(history));
        return history;
    }

    private void epochs(
            EpochIterator training, @Nullable EpochIterator validating, @Nullable Checkpointing checkpoints) {
        try {
            while (progress.goesOn()) {
                train(training, checkpoints);
                finishEpoch(validating, checkpoints);
                if (checkpoints != null) {
                    checkpoints.epochFinished();
                }
            }
        } catch (EngineException e) {
            throw checkpoints == null ? e : checkpoints.afterFailure(e);
        }
    }

    private @Nullable Checkpointing checkpointing() {
        if (options.checkpoints() == null) {
            return null;
        }
        var identity = Checkpointing.identity(trainingContext, settings, data);
        var files = new RunFiles(trainingContext, metricAccumulator, callbacks, save);
        return new Checkpointing(options, progress, identity, files, this::publish);
    }

    private EpochIterator pass(Dataset samples) {
        return new EpochIterator(trainingContext.program(), trainingContext.session(), samples, settings.batchSize());
    }

    private TrainingEvent.RunStarted started(EpochIterator training, @Nullable EpochIterator validating) {
        return new TrainingEvent.RunStarted(
                trainingContext.model().name(),
                trainingContext.engine(),
                training.data().description(),
                training.data().size(),
                validating == null ? 0 : validating.data().size(),
                progress.epoch(),
                progress.lastEpoch,
                settings.batchSize(),
                training.batches(),
                trainingContext.seed(),
                progress.done);
    }

    /** The batches of an epoch that are not done yet. */
    private void train(EpochIterator training, @Nullable Checkpointing checkpoints) {
        if (stepCounter.batch == 0) {
            metricAccumulator.reset();
            progress.epochSeconds = 0;
        }
        publish(new TrainingEvent.EpochStarted(progress.epoch(), progress.lastEpoch, training.batches()));
        var order = order(stepCounter.epoch);
        var metrics = new RunningMetrics(metricAccumulator);
        while (!progress.isStopped() && stepCounter.batch < training.batches()) {
            var from = stepCounter.batch;
            var to = Math.min(training.batches(), from + Math.min(chunkSizer.batches(), untilDue()));
            var before = System.nanoTime();
            nonFiniteDetector.keep(stepCounter);
            train(training, order, from, to, metrics);
            var seconds = secondsSince(before);
            progress.epochSeconds += seconds;
            chunkSizer.took(stepCounter.batch - from, seconds);
            if (stepCounter.batch < training.batches() && Thread.currentThread().isInterrupted()) {
                interrupted(checkpoints);
            }
            training.requireUninterrupted(stepCounter.batch);
            callbacks.forEach(callback -> callback.stepped(view));
            if (checkpoints != null) {
                checkpoints.stepped();
            }
        }
    }

    /** Of the samples, after so many epochs. */
    private int[] order(int epochsDone) {
        var size = data.train().size();
        return settings.shuffle() ? Shuffle.order(size, trainingContext.seed(), epochsDone) : Shuffle.none(size);
    }

    private void train(EpochIterator training, int[] order, int from, int to, RunningMetrics metrics) {
        try {
            training.run(BatchSource.Work.TRAIN, order, from, to, stepCounter.step, (number, batch, outputs, loss) -> {
                stepCounter.batch = number;
                stepCounter.step++;
                requireFinite(loss);
                metricAccumulator.add(batch, outputs, loss);
                publish(new TrainingEvent.StepFinished(progress.epoch(), number, training.batches(), metrics));
            });
        } catch (LossLost lost) {
            throw new TrainingException("the loss is " + lost.loss + " in epoch " + progress.epoch() + ", step "
                    + stepCounter.batch + ": training has diverged" + cause()
                    + "; try a smaller learning rate or gradient clipping, or look for"
                    + " extreme values in " + training.data().description());
        }
    }

    private static void requireFinite(double loss) {
        if (!Double.isFinite(loss)) {
            throw new LossLost(loss);
        }
    }

    /** Ends the steps of a piece. */
    private static final class LossLost extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final double loss;

        LossLost(double loss) {
            super(null, null, false, false);
            this.loss = loss;
        }
    }

    /** What went wrong first, if that can be found out. */
    private String cause() {
        if (nonFiniteDetector.canExplain()) {
            view.notice("The loss is no longer a number: looking for the first operation that gave what is none");
        }
        try {
            var cause = nonFiniteDetector.explain(stepCounter.step);
            return cause == null ? "" : "; " + cause;
        } catch (EngineException | CancellationException | OutOfMemoryError _) {
            return "";
        }
    }

    /** How many batches may be done before a callback wants to see it. */
    private int untilDue() {
        var due = callbacks.stream()
                .mapToLong(callback -> callback.dueAfter(stepCounter.step))
                .min()
                .orElse(Long.MAX_VALUE);
        return Math.clamp(due - stepCounter.step, 1, Integer.MAX_VALUE);
    }

    /** Validated, and shown to callbacks, are the moving averages of the weights where there are some. */
    private void finishEpoch(@Nullable EpochIterator validating, @Nullable Checkpointing checkpoints) {
        progress.restored = false;
        var weightSnapshot = StoredWeights.swapForAverages(trainingContext, stepCounter.step);
        var validated = validated(validating, weightSnapshot, checkpoints);
        var epoch = new History.Epoch(
                progress.epoch(),
                metricAccumulator.loss(),
                metricAccumulator.metrics(),
                validated == null ? null : validated.loss(),
                validated == null ? Map.of() : validated.metrics(),
                progress.epochSeconds,
                stepCounter.batch / progress.epochSeconds,
                view.learningRate());
        progress.done.add(epoch);
        publish(new TrainingEvent.EpochFinished(epoch, progress.lastEpoch));
        callbacks.forEach(callback -> callback.epochFinished(view, epoch));
        stepCounter.epoch++;
        stepCounter.batch = 0;
        if (weightSnapshot != null && !progress.restored) {
            weightSnapshot.writeTo(trainingContext);
        }
    }

    /** Interrupted, what is done of the epoch is saved, with the weights that are trained and not their averages. */
    private @Nullable MetricAccumulator validated(
            @Nullable EpochIterator validating, @Nullable StoredWeights trained, @Nullable Checkpointing checkpoints) {
        try {
            return validating == null
                    ? null
                    : RunningMetrics.of(
                            MetricAccumulator.of(trainingContext.model(), classNames), validating, listeners);
        } catch (CancellationException e) {
            if (trained != null) {
                trained.writeTo(trainingContext);
            }
            interrupted(checkpoints);
            throw e;
        }
    }

    private static void interrupted(@Nullable Checkpointing checkpoints) {
        if (checkpoints != null) {
            checkpoints.save();
        }
    }

    private void publish(TrainingEvent event) {
        listeners.forEach(listener -> listener.on(event));
    }
}
