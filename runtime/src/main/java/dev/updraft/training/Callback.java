package dev.updraft.training;

import dev.updraft.history.History;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Takes part in a training: looks on, and may steer it. Called on the thread that trains, never within a batch. What it
 * throws ends the run. A callback belongs to one run at a time; {@link #started} makes it ready for the next.
 *
 * {@snippet :
 * model.fit(train, FitOptions.NONE.withCallbacks(new EarlyStopping(5)));
 * }
 */
public interface Callback {

    /** Its name in reports and in checkpoints, different from that of every other callback of the run. */
    String name();

    /** Training begins; of a training that is resumed, {@link #read} is called next. */
    default void started(Training training) {}

    /** Some steps are done since the last call; happens about twice a second, and at the end of an epoch. */
    default void stepped(Training training) {}

    /**
     * The next step, counted as {@link Training#step} does, after which {@link #stepped} must be called, whether or not it is
     * time for that anyway. Often is slow.
     *
     * @param step steps that are done
     */
    default long dueAfter(long step) {
        return Long.MAX_VALUE;
    }

    /** An epoch and its validation are done. */
    default void epochFinished(Training training, History.Epoch epoch) {}

    /** Training is done, whatever ended it but an exception. */
    default void finished(Training training) {}

    /** Writes what a resumed training must know. */
    default void write(DataOutput out) throws IOException {}

    /** Reads what {@link #write} wrote. */
    default void read(DataInput in) throws IOException {}
}
