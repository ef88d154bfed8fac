package dev.updraft.checkpoints.internal;

import dev.updraft.history.History;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a run has come, but for its variables and the states of those that take part.
 *
 * @param engine engine and device in words
 * @param firstEpoch epochs that were done when the run began
 * @param lastEpoch epochs that are done when it ends
 * @param epoch epochs that are done
 * @param batch batches of the epoch at hand that are done
 * @param step optimizer steps that are done
 * @param learningRateFactor what callbacks have made of the learning rate
 * @param epochSeconds time that the epoch at hand has taken
 * @param seconds time that the run has taken
 * @param stopped why it is to end before its last epoch; null if it is not
 * @param restored whether a callback went back to earlier weights after the last epoch that is done
 * @param epochs those of the run that are done
 * @param callbacks names of those that take part, in order
 */
public record RunState(
        RunIdentity identity,
        String engine,
        int firstEpoch,
        int lastEpoch,
        int epoch,
        int batch,
        long step,
        double learningRateFactor,
        double epochSeconds,
        double seconds,
        @Nullable String stopped,
        boolean restored,
        List<History.Epoch> epochs,
        List<String> callbacks) {
    public RunState {
        epochs = List.copyOf(epochs);
        callbacks = List.copyOf(callbacks);
        if (epoch < firstEpoch
                || epochs.size() != epoch - firstEpoch
                || !(learningRateFactor > 0 && learningRateFactor < Double.POSITIVE_INFINITY)
                || !(epochSeconds >= 0)
                || !(seconds >= 0)) {
            throw new IllegalArgumentException("a run cannot have come to epoch " + epoch + " with a history of "
                    + epochs.size() + " epochs and a learning rate factor of " + learningRateFactor);
        }
    }

    /** The name of its checkpoint. */
    public CheckpointName name() {
        return new CheckpointName(step, epoch);
    }
}
