package dev.updraft.training;

import dev.updraft.checkpoints.RunIdentity;
import dev.updraft.checkpoints.RunState;
import dev.updraft.compiler.layers.FitSettings;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.data.Dataset;
import dev.updraft.data.Shuffle;
import dev.updraft.engine.EngineException;
import dev.updraft.history.History;
import dev.updraft.metrics.Scorer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One call of {@code fit}: epochs, the batches of each in pieces, and between the pieces whoever looks on. */
final class TrainingRun implements Training {
    private final Learner learner;
    private final Position position;
    private final FitSettings settings;
    private final List<String> classNames;
    private final List<Callback> callbacks;
    private final List<TrainingListener> listeners;
    private final Consumer<Path> save;
    private final FitOptions options;
    private int firstEpoch;
    private int lastEpoch;
    private double earlierSeconds;
    private final List<History.Epoch> done = new ArrayList<>();
    private final Pace pace = new Pace();
    private boolean validates;
    private final Scorer scorer;
    private final long start = System.nanoTime();
    private double epochSeconds;
    private @Nullable String stopped;
    private @Nullable Divergence divergence;
    private boolean restored;

    TrainingRun(
            Learner learner,
            Position position,
            FitSettings settings,
            List<String> classNames,
            FitOptions options,
            List<TrainingListener> listeners,
            Consumer<Path> save) {
        this.learner = learner;
        this.position = position;
        this.settings = settings;
        this.options = options;
        callbacks = options.callbacks();
        this.listeners = listeners;
        this.save = save;
        this.classNames = classNames;
        scorer = Scorer.of(learner.model(), classNames);
        position.batch = 0;
        firstEpoch = position.epoch;
        lastEpoch = firstEpoch + settings.epochs();
    }

    /** Trains to the last epoch, unless a callback ends it before. */
    History over(Dataset train, @Nullable Dataset validation) {
        try (var checkpoints = checkpointing(train, validation);
                var training = pass(train);
                var validating = validation == null ? null : pass(validation)) {
            validates = validating != null;
            callbacks.forEach(callback -> callback.started(this));
            var notices = checkpoints == null ? List.<String>of() : checkpoints.begin();
            publish(started(training, validating));
            ClassWeights.write(learner, train);
            divergence = new Divergence(learner, train, settings.batchSize(), done -> order(train.size(), done));
            notices.forEach(this::notice);
            while (position.batch > 0 || (stopped == null && position.epoch < lastEpoch)) {
                train(training, checkpoints);
                finishEpoch(validating, checkpoints);
                if (checkpoints != null) {
                    checkpoints.epochFinished();
                }
            }
            if (checkpoints != null) {
                checkpoints.save();
            }
            if (!restored) {
                Weights.swapForAverages(learner, position.step);
            }
            callbacks.forEach(callback -> callback.finished(this));
            if (checkpoints != null) {
                checkpoints.ended();
            }
        }
        var history = history();
        publish(new TrainingEvent.RunFinished(history));
        return history;
    }

    private @Nullable Checkpointing checkpointing(Dataset train, @Nullable Dataset validation) {
        if (options.checkpoints() == null) {
            return null;
        }
        var identity = Checkpointing.identity(learner, settings, train, validation);
        return new Checkpointing(options.checkpoints(), this, identity, new RunFiles(learner, scorer, callbacks, save));
    }

    /** What a checkpoint says of this moment. */
    RunState state(RunIdentity identity) {
        return new RunState(
                identity,
                learner.engine(),
                firstEpoch,
                lastEpoch,
                position.epoch,
                position.batch,
                position.step,
                position.learningRateFactor,
                epochSeconds,
                seconds(),
                stopped,
                done,
                callbacks.stream().map(Callback::name).toList());
    }

    /**
     * Goes on from a checkpoint, whose files have been read.
     *
     * @param ended whether the run had come to its end there: then whatever stopped it does so no more
     */
    void resume(RunState state, boolean ended) {
        firstEpoch = state.firstEpoch();
        lastEpoch = options.epochs() == null ? state.lastEpoch() : firstEpoch + settings.epochs();
        position.epoch = state.epoch();
        position.batch = state.batch();
        position.step = state.step();
        learningRateFactor(state.learningRateFactor());
        epochSeconds = state.epochSeconds();
        earlierSeconds = state.seconds();
        stopped = ended ? null : state.stopped();
        done.clear();
        done.addAll(state.epochs());
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

    private Pass pass(Dataset data) {
        return new Pass(learner.program(), learner.session(), data, settings.batchSize());
    }

    private TrainingEvent.RunStarted started(Pass training, @Nullable Pass validating) {
        return new TrainingEvent.RunStarted(
                learner.model().name(),
                learner.engine(),
                training.data().description(),
                training.data().size(),
                validating == null ? 0 : validating.data().size(),
                position.epoch + 1,
                lastEpoch,
                settings.batchSize(),
                training.batches(),
                learner.seed());
    }

    /** The batches of an epoch that are not done yet. */
    private void train(Pass training, @Nullable Checkpointing checkpoints) {
        if (position.batch == 0) {
            scorer.reset();
            epochSeconds = 0;
        }
        publish(new TrainingEvent.EpochStarted(epoch(), lastEpoch, training.batches()));
        var size = training.data().size();
        var order = order(size, position.epoch);
        var figures = new Scoring(scorer);
        while (stopped == null && position.batch < training.batches()) {
            var from = position.batch;
            var to = Math.min(training.batches(), from + Math.min(pace.batches(), untilDue()));
            var before = System.nanoTime();
            keep();
            train(training, order, from, to, figures);
            var seconds = secondsSince(before);
            epochSeconds += seconds;
            pace.took(position.batch - from, seconds);
            if (position.batch < training.batches() && Thread.currentThread().isInterrupted()) {
                interrupted(checkpoints);
            }
            training.requireUninterrupted(position.batch);
            callbacks.forEach(callback -> callback.stepped(this));
            if (checkpoints != null) {
                checkpoints.stepped();
            }
        }
    }

    private int[] order(int size, int epochsDone) {
        return settings.shuffle() ? Shuffle.order(size, learner.seed(), epochsDone) : Shuffle.none(size);
    }

    private void keep() {
        if (divergence != null) {
            divergence.keep(position);
        }
    }

    private void train(Pass training, int[] order, int from, int to, Scoring figures) {
        try {
            training.run(Feed.Work.TRAIN, order, from, to, position.step, (number, batch, predictions, loss) -> {
                position.batch = number;
                position.step++;
                requireFinite(loss);
                scorer.add(batch, predictions, loss);
                publish(new TrainingEvent.StepFinished(epoch(), number, training.batches(), figures));
            });
        } catch (LossLost lost) {
            throw new TrainingException("the loss is " + lost.loss + " in epoch " + epoch() + ", step " + position.batch
                    + ": training has diverged" + cause()
                    + "; try a smaller learning rate or gradient clipping, or look for"
                    + " extreme values in " + training.data().description());
        }
    }

    /** What went wrong first, if that can be found out. */
    private String cause() {
        try {
            var cause = divergence == null ? null : divergence.explain(position.step);
            return cause == null ? "" : "; " + cause;
        } catch (EngineException _) {
            return "";
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
        restored = false;
        var weights = Weights.swapForAverages(learner, position.step);
        var validated = validated(validating, weights, checkpoints);
        var epoch = new History.Epoch(
                epoch(),
                scorer.loss(),
                scorer.metrics(),
                validated == null ? null : validated.loss(),
                validated == null ? Map.of() : validated.metrics(),
                epochSeconds,
                position.batch / epochSeconds,
                learningRate());
        done.add(epoch);
        publish(new TrainingEvent.EpochFinished(epoch, lastEpoch));
        callbacks.forEach(callback -> callback.epochFinished(this, epoch));
        position.epoch++;
        position.batch = 0;
        if (weights != null && !restored) {
            weights.writeTo(learner);
        }
    }

    private static void requireFinite(double loss) {
        if (!Double.isFinite(loss)) {
            throw new LossLost(loss);
        }
    }

    void publish(TrainingEvent event) {
        listeners.forEach(listener -> listener.on(event));
    }

    private static double secondsSince(long start) {
        return Math.max(1, System.nanoTime() - start) * 1e-9;
    }

    private double seconds() {
        return earlierSeconds + secondsSince(start);
    }

    @Override
    public LayerGraph model() {
        return learner.model();
    }

    @Override
    public History history() {
        return new History(done, seconds(), stopped);
    }

    @Override
    public int epoch() {
        return position.epoch + 1;
    }

    @Override
    public long step() {
        return position.step;
    }

    @Override
    public TrainingEvent.Running running() {
        return new Scoring(scorer);
    }

    @Override
    public void stop(String reason) {
        if (stopped == null) {
            stopped = reason;
        }
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
        var values = scalars.at(Math.max(0, position.step - 1), position.learningRateFactor);
        return values[scalars.names().indexOf("learning_rate")];
    }

    @Override
    public double learningRateFactor() {
        return position.learningRateFactor;
    }

    @Override
    public void learningRateFactor(double factor) {
        if (!(factor > 0 && factor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a factor of the learning rate is above 0, but this one is " + factor);
        }
        position.learningRateFactor = factor;
        learner.session().learningRateFactor(factor);
    }

    @Override
    public Weights weights() {
        return Weights.of(learner);
    }

    @Override
    public void restore(Weights weights) {
        weights.writeTo(learner);
        restored = true;
    }

    @Override
    public void save(Path file) {
        save.accept(file);
    }

    @Override
    public void notice(String text) {
        publish(new TrainingEvent.Notice(text));
    }
}
