package dev.updraft.training.loop;

import dev.updraft.checkpoints.internal.RunIdentity;
import dev.updraft.checkpoints.internal.RunState;
import dev.updraft.history.History;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far a run has come, and what has come of it: with the variables, all that a checkpoint holds of it. */
final class TrainingState {
    final StepCounter stepCounter;
    final List<History.Epoch> done = new ArrayList<>();
    int lastEpoch;

    /** What the steps of the epoch at hand took. */
    double epochSeconds;

    /** Whether a callback has put weights of its own in place since the last epoch ended. */
    boolean restored;

    /** What the learner says of samples that it had set aside; null until the end. */
    History.@Nullable OutOfBag outOfBag;

    private int firstEpoch;
    private @Nullable String stopped;
    private double earlierSeconds;
    private History.@Nullable Resumption resumed;
    private final long start = System.nanoTime();

    /** The position is where the model's earlier training ended. */
    TrainingState(StepCounter stepCounter, int epochs) {
        this.stepCounter = stepCounter;
        stepCounter.batch = 0;
        firstEpoch = stepCounter.epoch;
        lastEpoch = firstEpoch + epochs;
    }

    /** Before the first epoch: that there are only as many as the learner has. */
    void limit(Learner learner) {
        lastEpoch = firstEpoch + learner.epochs(lastEpoch - firstEpoch);
    }

    /** Whether all epochs are done. */
    boolean isComplete() {
        return stepCounter.batch == 0 && stepCounter.epoch >= lastEpoch;
    }

    /** Number of the epoch at hand, from 1. */
    int epoch() {
        return stepCounter.epoch + 1;
    }

    /** Whether there is an epoch to begin, or one that was begun to finish. */
    boolean goesOn() {
        return stepCounter.batch > 0 || (!isStopped() && stepCounter.epoch < lastEpoch);
    }

    boolean isStopped() {
        return stopped != null;
    }

    /** Ends the run before its next step; the first reason given counts. */
    void stop(String reason) {
        if (stopped == null) {
            stopped = reason;
        }
    }

    History history() {
        return new History(done, seconds(), stopped, resumed, outOfBag);
    }

    private double seconds() {
        return earlierSeconds + secondsSince(start);
    }

    static double secondsSince(long start) {
        return Math.max(1, System.nanoTime() - start) * 1e-9;
    }

    /**
     * What a checkpoint says of this moment.
     *
     * @param callbacks names of those that take part
     */
    RunState state(RunIdentity identity, String engine, List<String> callbacks) {
        return new RunState(
                identity,
                engine,
                firstEpoch,
                lastEpoch,
                stepCounter.epoch,
                stepCounter.batch,
                stepCounter.step,
                stepCounter.learningRateFactor,
                epochSeconds,
                seconds(),
                stopped,
                restored,
                done,
                callbacks);
    }

    /**
     * Goes on from a checkpoint.
     *
     * @param ended whether the run had come to its end there: then whatever stopped it does so no more
     * @param epochs how many the whole run is to have; null for as many as it was to have then
     */
    void resume(RunState state, boolean ended, @Nullable Integer epochs) {
        firstEpoch = state.firstEpoch();
        lastEpoch = epochs == null ? state.lastEpoch() : firstEpoch + epochs;
        stepCounter.epoch = state.epoch();
        stepCounter.batch = state.batch();
        stepCounter.step = state.step();
        stepCounter.learningRateFactor = state.learningRateFactor();
        epochSeconds = state.epochSeconds();
        earlierSeconds = state.seconds();
        resumed = new History.Resumption(state.epoch(), state.batch(), state.seconds());
        stopped = ended ? null : state.stopped();
        restored = state.restored();
        done.clear();
        done.addAll(state.epochs());
    }
}
