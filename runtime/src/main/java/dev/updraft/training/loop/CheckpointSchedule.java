package dev.updraft.training.loop;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When a checkpoint is due: after 50 times what the last one cost, so that saving takes at most 2 % of the time, and then at
 * the end of an epoch after a second, of the best so far at once, within an epoch after half a minute or what the caller wants instead.
 */
final class CheckpointSchedule {
    private static final int SHARE = 50;
    private static final long AT_END = Duration.ofSeconds(1).toNanos();
    private static final long WITHIN = Duration.ofSeconds(30).toNanos();

    private final @Nullable Duration interval;
    private final LongSupplier nanoTime;
    private long last;
    private long cost;
    private boolean failed;

    /** @param interval how long to wait within an epoch, or null for the default */
    CheckpointSchedule(@Nullable Duration interval, LongSupplier nanoTime) {
        this.interval = interval;
        this.nanoTime = nanoTime;
        last = nanoTime.getAsLong();
    }

    /** Within an epoch. */
    boolean due() {
        return passed() >= (interval == null ? Math.max(WITHIN, SHARE * cost) : interval.toNanos());
    }

    /** At the end of an epoch; the best so far waits for nothing but its share of the time. */
    boolean dueAtEnd(boolean best) {
        return due() || (!failed && passed() >= Math.max(best ? 0 : AT_END, SHARE * cost));
    }

    private long passed() {
        return nanoTime.getAsLong() - last;
    }

    /** A checkpoint that was begun then has been saved; or has not, and the next waits as within an epoch. */
    void saved(long begun, boolean successfully) {
        last = nanoTime.getAsLong();
        cost = last - begun;
        failed = !successfully;
    }
}
