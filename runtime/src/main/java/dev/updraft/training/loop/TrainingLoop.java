package dev.updraft.training.loop;

import static dev.updraft.training.loop.TrainingState.secondsSince;

import dev.updraft.compiler.layers.FitSettings;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.data.batches.SampleWeights;
import dev.updraft.engine.EngineException;
import dev.updraft.history.History;
import dev.updraft.metrics.MetricAccumulator;
import dev.updraft.training.Callback;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One call of {@code fit}: epochs, the batches of each in pieces, and between the pieces whoever looks on. */
public final class TrainingLoop {
    private final LayerGraph model;
    private final Learner learner;
    private final TrainingData data;
    /** Of the validation; null until it is needed. */
    private @Nullable RankedMetrics rankedMetrics;
    private final long seed;
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
    private final ChunkSizer chunkSizer = new ChunkSizer();

    public TrainingLoop(
            LayerGraph model,
            Learner learner,
            TrainingData data,
            long seed,
            StepCounter stepCounter,
            FitSettings settings,
            Map<String, List<String>> classNames,
            FitOptions options,
            List<TrainingListener> listeners,
            Consumer<Path> save) {
        this.model = model;
        this.learner = learner;
        this.data = data;
        this.seed = seed;
        this.stepCounter = stepCounter;
        this.settings = settings;
        this.classNames = classNames;
        this.options = options;
        callbacks = options.callbacks();
        this.listeners = listeners;
        this.save = save;
        progress = new TrainingState(stepCounter, settings.epochs());
        metricAccumulator = MetricAccumulator.of(model, classNames);
        view = new TrainingView(
                model, learner, progress, metricAccumulator, data.validation() != null, save, this::publish);
    }

    /** Trains to the last epoch, unless a callback ends it before. */
    public History run() {
        try (learner;
                var checkpoints = checkpointing()) {
            learner.open();
            progress.limit(learner);
            callbacks.forEach(callback -> callback.started(view));
            var notices = checkpoints == null ? List.<String>of() : checkpoints.begin(view);
            publish(started());
            Stream.concat(Stream.ofNullable(SampleWeights.advice(data.train())), notices.stream())
                    .forEach(view::notice);
            epochs(checkpoints);
            learner.remarks().forEach(view::notice);
            if (checkpoints != null) {
                checkpoints.save();
            }
            if (!progress.restored) {
                learner.present(stepCounter);
            }
            progress.outOfBag = outOfBag();
            callbacks.forEach(callback -> callback.finished(view));
            if (checkpoints != null) {
                checkpoints.ended();
            }
        }
        var history = progress.history();
        publish(new TrainingEvent.RunFinished(history));
        return history;
    }

    private void epochs(@Nullable Checkpointing checkpoints) {
        try {
            while (progress.goesOn()) {
                train(checkpoints);
                finishEpoch(checkpoints);
                var ended = learner.ended();
                if (ended != null && progress.goesOn()) {
                    progress.stop(ended);
                }
                if (checkpoints != null) {
                    checkpoints.epochFinished();
                }
            }
        } catch (EngineException e) {
            throw checkpoints == null ? e : checkpoints.afterFailure(e);
        }
    }

    private History.@Nullable OutOfBag outOfBag() {
        var found = learner.outOfBag(MetricAccumulator.of(model, classNames));
        return found == null || found.samples() == 0
                ? null
                : new History.OutOfBag(found.samples(), found.loss(), found.metrics());
    }

    private @Nullable Checkpointing checkpointing() {
        if (options.checkpoints() == null) {
            return null;
        }
        var identity = Checkpointing.identity(model, seed, settings, data);
        var files = new RunFiles(learner, metricAccumulator, callbacks, save);
        return new Checkpointing(options, settings.epochs(), progress, identity, files, this::publish);
    }

    private TrainingEvent.RunStarted started() {
        return new TrainingEvent.RunStarted(
                model.name(),
                learner.engine(),
                data.train().description(),
                data.train().size(),
                data.validation() == null ? 0 : data.validation().size(),
                progress.epoch(),
                progress.lastEpoch,
                settings.batchSize(),
                learner.steps(),
                seed,
                model.isClosed(),
                progress.done);
    }

    /** The batches of an epoch that are not done yet. */
    private void train(@Nullable Checkpointing checkpoints) {
        if (stepCounter.batch == 0) {
            metricAccumulator.reset();
            progress.epochSeconds = 0;
        }
        publish(new TrainingEvent.EpochStarted(progress.epoch(), progress.lastEpoch, learner.steps()));
        var steps = learner.steps();
        var metrics = new RunningMetrics(metricAccumulator);
        while (!progress.isStopped() && stepCounter.batch < steps) {
            var from = stepCounter.batch;
            var to = Math.min(steps, from + Math.min(chunkSizer.batches(), untilDue()));
            var before = System.nanoTime();
            learner.train(stepCounter, to, (number, batch, outputs, loss) -> {
                metricAccumulator.add(batch, outputs, loss);
                publish(new TrainingEvent.StepFinished(progress.epoch(), number, steps, metrics));
            });
            var seconds = secondsSince(before);
            progress.epochSeconds += seconds;
            chunkSizer.took(stepCounter.batch - from, seconds);
            if (stepCounter.batch < steps && Thread.currentThread().isInterrupted()) {
                interrupted(checkpoints);
                throw TrainingData.interruption(stepCounter.batch, steps, data.train());
            }
            callbacks.forEach(callback -> callback.stepped(view));
            if (checkpoints != null) {
                checkpoints.stepped();
            }
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
    private void finishEpoch(@Nullable Checkpointing checkpoints) {
        progress.restored = false;
        var goBack = learner.present(stepCounter);
        var validated = validated(goBack, checkpoints);
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
        if (!progress.restored) {
            goBack.run();
        }
    }

    /** Interrupted, what is done of the epoch is saved, with the weights that are trained and not their averages. */
    private @Nullable MetricAccumulator validated(Runnable goBack, @Nullable Checkpointing checkpoints) {
        if (data.validation() == null) {
            return null;
        }
        try {
            if (rankedMetrics == null) {
                rankedMetrics = new RankedMetrics(model, data.validation());
            }
            return learner.validate(rankedMetrics.addTo(MetricAccumulator.of(model, classNames)), listeners);
        } catch (CancellationException e) {
            goBack.run();
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
