package dev.updraft.training;

import dev.updraft.compiler.layers.FitSettings;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.data.Dataset;
import dev.updraft.data.Shuffle;
import dev.updraft.metrics.Scorer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private final int lastEpoch;
    private final List<History.Epoch> done = new ArrayList<>();
    private final Pace pace = new Pace();
    private boolean validates;
    private final Scorer scorer;
    private final long start = System.nanoTime();
    private double epochSeconds;
    private @Nullable String stopped;
    private boolean restored;

    TrainingRun(
            Learner learner,
            Position position,
            FitSettings settings,
            List<String> classNames,
            List<Callback> callbacks,
            List<TrainingListener> listeners,
            Consumer<Path> save) {
        this.learner = learner;
        this.position = position;
        this.settings = settings;
        this.callbacks = callbacks;
        this.listeners = listeners;
        this.save = save;
        this.classNames = classNames;
        scorer = Scorer.of(learner.model(), classNames);
        position.batch = 0;
        lastEpoch = position.epoch + settings.epochs();
    }

    /** Trains to the last epoch, unless a callback ends it before. */
    History over(Dataset train, @Nullable Dataset validation) {
        try (var training = pass(train);
                var validating = validation == null ? null : pass(validation)) {
            validates = validating != null;
            callbacks.forEach(callback -> callback.started(this));
            publish(started(training, validating));
            ClassWeights.write(learner, train);
            while (stopped == null && position.epoch < lastEpoch) {
                train(training);
                finishEpoch(validating);
            }
            if (!restored) {
                Weights.swapForAverages(learner, position.step);
            }
            callbacks.forEach(callback -> callback.finished(this));
        }
        var history = history();
        publish(new TrainingEvent.RunFinished(history));
        return history;
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
    private void train(Pass training) {
        if (position.batch == 0) {
            scorer.reset();
            epochSeconds = 0;
            publish(new TrainingEvent.EpochStarted(epoch(), lastEpoch, training.batches()));
        }
        var size = training.data().size();
        var order = settings.shuffle() ? Shuffle.order(size, learner.seed(), position.epoch) : Shuffle.none(size);
        var figures = new Scoring(scorer);
        while (stopped == null && position.batch < training.batches()) {
            var from = position.batch;
            var to = Math.min(training.batches(), from + Math.min(pace.batches(), untilDue()));
            var before = System.nanoTime();
            training.run(Feed.Work.TRAIN, order, from, to, position.step, (number, batch, predictions, loss) -> {
                position.batch = number;
                position.step++;
                requireFinite(loss, training.data());
                scorer.add(batch, predictions, loss);
                publish(new TrainingEvent.StepFinished(epoch(), number, training.batches(), figures));
            });
            var seconds = secondsSince(before);
            epochSeconds += seconds;
            pace.took(position.batch - from, seconds);
            training.requireUninterrupted(position.batch);
            callbacks.forEach(callback -> callback.stepped(this));
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
    private void finishEpoch(@Nullable Pass validating) {
        restored = false;
        var weights = Weights.swapForAverages(learner, position.step);
        var validated =
                validating == null ? null : Scoring.of(Scorer.of(learner.model(), classNames), validating, listeners);
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

    private void requireFinite(double loss, Dataset data) {
        if (!Double.isFinite(loss)) {
            throw new TrainingException("the loss is " + loss + " in epoch " + epoch() + ", step " + position.batch
                    + ": training has diverged; try a smaller learning rate or gradient clipping, or look for"
                    + " extreme values in " + data.description());
        }
    }

    private void publish(TrainingEvent event) {
        listeners.forEach(listener -> listener.on(event));
    }

    private static double secondsSince(long start) {
        return Math.max(1, System.nanoTime() - start) * 1e-9;
    }

    @Override
    public LayerGraph model() {
        return learner.model();
    }

    @Override
    public History history() {
        return new History(done, secondsSince(start), stopped);
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
