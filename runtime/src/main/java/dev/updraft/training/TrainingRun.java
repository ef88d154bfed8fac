package dev.updraft.training;

import static dev.updraft.training.RunProgress.secondsSince;

import dev.updraft.compiler.layers.FitSettings;
import dev.updraft.data.Dataset;
import dev.updraft.data.Shuffle;
import dev.updraft.engine.EngineException;
import dev.updraft.history.History;
import dev.updraft.metrics.Scorer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One call of {@code fit}: epochs, the batches of each in pieces, and between the pieces whoever looks on. */
final class TrainingRun {
    private final Learner learner;
    private final TrainingData data;
    private final FitSettings settings;
    private final List<String> classNames;
    private final FitOptions options;
    private final List<Callback> callbacks;
    private final List<TrainingListener> listeners;
    private final Consumer<Path> save;
    private final Position position;
    private final RunProgress progress;
    private final Scorer scorer;
    private final TrainingView view;
    private final Divergence divergence;
    private final Pace pace = new Pace();

    TrainingRun(
            Learner learner,
            TrainingData data,
            Position position,
            FitSettings settings,
            List<String> classNames,
            FitOptions options,
            List<TrainingListener> listeners,
            Consumer<Path> save) {
        this.learner = learner;
        this.data = data;
        this.position = position;
        this.settings = settings;
        this.classNames = classNames;
        this.options = options;
        callbacks = options.callbacks();
        this.listeners = listeners;
        this.save = save;
        progress = new RunProgress(position, settings.epochs());
        scorer = Scorer.of(learner.model(), classNames);
        divergence = new Divergence(learner, data.train(), settings.batchSize(), this::order, System::nanoTime);
        view = new TrainingView(learner, progress, scorer, divergence, data.validation() != null, save, this::publish);
    }

    /** Trains to the last epoch, unless a callback ends it before. */
    History run() {
        try (divergence;
                var checkpoints = checkpointing();
                var training = pass(data.train());
                var validating = data.validation() == null ? null : pass(data.validation())) {
            callbacks.forEach(callback -> callback.started(view));
            var notices = checkpoints == null ? List.<String>of() : checkpoints.begin(view);
            publish(started(training, validating));
            ClassWeights.write(learner, data.train());
            notices.forEach(view::notice);
            epochs(training, validating, checkpoints);
            if (checkpoints != null) {
                checkpoints.save();
            }
            if (!progress.restored) {
                Weights.swapForAverages(learner, position.step);
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

    private void epochs(Pass training, @Nullable Pass validating, @Nullable Checkpointing checkpoints) {
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
        var identity = Checkpointing.identity(learner, settings, data);
        var files = new RunFiles(learner, scorer, callbacks, save);
        return new Checkpointing(options, progress, identity, files, this::publish);
    }

    private Pass pass(Dataset samples) {
        return new Pass(learner.program(), learner.session(), samples, settings.batchSize());
    }

    private TrainingEvent.RunStarted started(Pass training, @Nullable Pass validating) {
        return new TrainingEvent.RunStarted(
                learner.model().name(),
                learner.engine(),
                training.data().description(),
                training.data().size(),
                validating == null ? 0 : validating.data().size(),
                progress.epoch(),
                progress.lastEpoch,
                settings.batchSize(),
                training.batches(),
                learner.seed(),
                progress.done);
    }

    /** The batches of an epoch that are not done yet. */
    private void train(Pass training, @Nullable Checkpointing checkpoints) {
        if (position.batch == 0) {
            scorer.reset();
            progress.epochSeconds = 0;
        }
        publish(new TrainingEvent.EpochStarted(progress.epoch(), progress.lastEpoch, training.batches()));
        var order = order(position.epoch);
        var figures = new Scoring(scorer);
        while (!progress.isStopped() && position.batch < training.batches()) {
            var from = position.batch;
            var to = Math.min(training.batches(), from + Math.min(pace.batches(), untilDue()));
            var before = System.nanoTime();
            divergence.keep(position);
            train(training, order, from, to, figures);
            var seconds = secondsSince(before);
            progress.epochSeconds += seconds;
            pace.took(position.batch - from, seconds);
            if (position.batch < training.batches() && Thread.currentThread().isInterrupted()) {
                interrupted(checkpoints);
            }
            training.requireUninterrupted(position.batch);
            callbacks.forEach(callback -> callback.stepped(view));
            if (checkpoints != null) {
                checkpoints.stepped();
            }
        }
    }

    /** Of the samples, after so many epochs. */
    private int[] order(int epochsDone) {
        var size = data.train().size();
        return settings.shuffle() ? Shuffle.order(size, learner.seed(), epochsDone) : Shuffle.none(size);
    }

    private void train(Pass training, int[] order, int from, int to, Scoring figures) {
        try {
            training.run(Feed.Work.TRAIN, order, from, to, position.step, (number, batch, predictions, loss) -> {
                position.batch = number;
                position.step++;
                requireFinite(loss);
                scorer.add(batch, predictions, loss);
                publish(new TrainingEvent.StepFinished(progress.epoch(), number, training.batches(), figures));
            });
        } catch (LossLost lost) {
            throw new TrainingException("the loss is " + lost.loss + " in epoch " + progress.epoch() + ", step "
                    + position.batch + ": training has diverged" + cause()
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
        if (divergence.canExplain()) {
            view.notice("The loss is no longer a number: looking for the first operation that gave what is none");
        }
        try {
            var cause = divergence.explain(position.step);
            return cause == null ? "" : "; " + cause;
        } catch (EngineException | CancellationException | OutOfMemoryError _) {
            return "";
        }
    }

    /** How many batches may be done before a callback wants to see it. */
    private int untilDue() {
        var due = callbacks.stream()
                .mapToLong(callback -> callback.dueAfter(position.step))
                .min()
                .orElse(Long.MAX_VALUE);
        return Math.clamp(due - position.step, 1, Integer.MAX_VALUE);
    }

    /** Validated, and shown to callbacks, are the moving averages of the weights where there are some. */
    private void finishEpoch(@Nullable Pass validating, @Nullable Checkpointing checkpoints) {
        progress.restored = false;
        var weights = Weights.swapForAverages(learner, position.step);
        var validated = validated(validating, weights, checkpoints);
        var epoch = new History.Epoch(
                progress.epoch(),
                scorer.loss(),
                scorer.metrics(),
                validated == null ? null : validated.loss(),
                validated == null ? Map.of() : validated.metrics(),
                progress.epochSeconds,
                position.batch / progress.epochSeconds,
                view.learningRate());
        progress.done.add(epoch);
        publish(new TrainingEvent.EpochFinished(epoch, progress.lastEpoch));
        callbacks.forEach(callback -> callback.epochFinished(view, epoch));
        position.epoch++;
        position.batch = 0;
        if (weights != null && !progress.restored) {
            weights.writeTo(learner);
        }
    }

    /** Interrupted, what is done of the epoch is saved, with the weights that are trained and not their averages. */
    private @Nullable Scorer validated(
            @Nullable Pass validating, @Nullable Weights trained, @Nullable Checkpointing checkpoints) {
        try {
            return validating == null
                    ? null
                    : Scoring.of(Scorer.of(learner.model(), classNames), validating, listeners);
        } catch (CancellationException e) {
            if (trained != null) {
                trained.writeTo(learner);
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
