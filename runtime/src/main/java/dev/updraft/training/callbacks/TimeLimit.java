package dev.updraft.training.callbacks;

import dev.updraft.compiler.layers.CallbackSettings;
import dev.updraft.history.History;
import dev.updraft.training.Callback;
import dev.updraft.training.Training;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Ends training after the given time. The current epoch is cut short and validated, which takes extra time. A resumed
 * training has the remaining time.
 */
public final class TimeLimit implements Callback {
    private final Duration limit;
    private final LongSupplier nanoTime;
    private long start;

    /** @param limit above 0 */
    public TimeLimit(Duration limit) {
        this(new CallbackSettings.TimeLimit(limit));
    }

    public TimeLimit(CallbackSettings.TimeLimit settings) {
        this(settings, System::nanoTime);
    }

    TimeLimit(CallbackSettings.TimeLimit settings, LongSupplier nanoTime) {
        limit = settings.limit();
        this.nanoTime = nanoTime;
    }

    @Override
    public String name() {
        return "time_limit";
    }

    @Override
    public void started(Training training) {
        start = nanoTime.getAsLong();
    }

    @Override
    public void stepped(Training training) {
        stopIfDue(training);
    }

    @Override
    public void epochFinished(Training training, History.Epoch epoch) {
        stopIfDue(training);
    }

    private void stopIfDue(Training training) {
        if (Duration.ofNanos(nanoTime.getAsLong() - start).compareTo(limit) >= 0) {
            training.stop(
                    "the time limit of " + limit.toString().substring(2).toLowerCase(Locale.ROOT) + " is reached");
        }
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeLong(nanoTime.getAsLong() - start);
    }

    @Override
    public void read(DataInput in) throws IOException {
        start = nanoTime.getAsLong() - in.readLong();
    }
}
