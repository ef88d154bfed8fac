package dev.updraft.training;

import dev.updraft.history.History;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Observes and controls a training. Called on the training thread, never during a batch. An exception ends the run. A
 * callback belongs to one run at a time; {@link #started} prepares it for the next.
 *
 * {@snippet :
 * model.fit(train, FitOptions.NONE.withCallbacks(new EarlyStopping(5)));
 * }
 */
public interface Callback {

    /** Its name in reports and in checkpoints, different from that of every other callback of the run. */
    String name();

    /** Called when training starts; if it is resumed, {@link #read} is called next. */
    default void started(Training training) {}

    /** Called after some steps, about twice a second and at the end of an epoch. */
    default void stepped(Training training) {}

    /**
     * The next step, counted like {@link Training#step}, after which {@link #stepped} must be called in any case. Frequent
     * calls are slow.
     *
     * @param step number of completed steps
     */
    default long dueAfter(long step) {
        return Long.MAX_VALUE;
    }

    /** An epoch and its validation are done. */
    default void epochFinished(Training training, History.Epoch epoch) {}

    /** Called when training has ended, unless by an exception. */
    default void finished(Training training) {}

    /** Writes the state needed to resume. */
    default void write(DataOutput out) throws IOException {}

    /** Reads what {@link #write} wrote. */
    default void read(DataInput in) throws IOException {}
}
