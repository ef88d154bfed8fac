package dev.updraft;

import dev.updraft.engine.EngineException;
import dev.updraft.engine.spi.Session;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Callers whose samples are computed at once. Each has rows of its own and is known by the first of them. Everything that
 * does not say otherwise is guarded by the lock of the predictor. It is used again when all have left.
 */
final class MicroBatch {
    private final PredictionBuffers buffers;
    private final @Nullable Thread[] callers;
    private int rows;
    private int inside;
    private long deadline;
    private boolean sealed;
    private boolean claimed;
    private @Nullable Throwable failure;
    private volatile boolean answered;

    MicroBatch(PredictionBuffers buffers, int most) {
        callers = new Thread[most];
        this.buffers = buffers;
        buffers.reserve(most);
    }

    /**
     * Takes the samples of the current thread. If they cannot be read, nothing has happened.
     *
     * @param patience nanoseconds that the first caller has
     * @return the first row
     */
    <S> int add(SampleForm<S> given, S samples, int count, long patience) {
        for (var i = 0; i < count; i++) {
            given.copy(samples, i, buffers, rows + i);
        }
        if (rows == 0) {
            deadline = System.nanoTime() + patience;
        }
        var row = rows;
        callers[row] = Thread.currentThread();
        rows += count;
        inside++;
        return row;
    }

    int rows() {
        return rows;
    }

    boolean hasRoom(int count) {
        return !sealed && rows + count <= callers.length;
    }

    /** Nobody else comes. */
    void seal() {
        sealed = true;
    }

    /**
     * Whether the current thread shall compute for all; it is told so once. Else it waits.
     *
     * @return nanoseconds to wait, or 0 to compute
     */
    long remaining() {
        if (claimed || !(sealed || Thread.currentThread().equals(first()))) {
            return Long.MAX_VALUE;
        }
        var left = sealed ? 0 : Math.max(0, deadline - System.nanoTime());
        claimed = left == 0;
        return left;
    }

    /** Wakes the first of those who wait, if nobody computes yet. */
    void remind() {
        if (!claimed) {
            LockSupport.unpark(first());
        }
    }

    private @Nullable Thread first() {
        for (var caller : callers) {
            if (caller != null) {
                return caller;
            }
        }
        return null;
    }

    /** Computes a sealed group; by the caller that was told to, without the lock. */
    void compute(Session session) {
        buffers.compute(session, rows);
    }

    /** Lets all callers go, by the caller that was told to compute, without the lock. */
    void answer(@Nullable Throwable problem) {
        failure = problem;
        answered = true;
        var self = Thread.currentThread();
        for (var row = 0; row < rows; row++) {
            var caller = callers[row];
            if (!self.equals(caller)) {
                LockSupport.unpark(caller);
            }
        }
    }

    /** Asked without the lock. */
    boolean answered() {
        return answered;
    }

    /**
     * Gives the predictions of a caller's rows once there is an answer; without the lock.
     *
     * @throws EngineException if they could not be computed
     */
    <R> double take(int row, int count, ResultForm<R> wanted, R results) {
        if (failure != null) {
            throw new EngineException(
                    String.format(
                            Locale.ROOT, "a batch of %d samples was not computed: %s", rows, failure.getMessage()),
                    failure);
        }
        var number = 0.0;
        for (var i = 0; i < count; i++) {
            number = wanted.take(buffers, row + i, results, i);
        }
        return number;
    }

    /** Returns whether the caller was the last; then it is as new. */
    boolean leave(int row) {
        callers[row] = null;
        inside--;
        if (inside > 0) {
            return false;
        }
        rows = 0;
        sealed = false;
        claimed = false;
        answered = false;
        failure = null;
        return true;
    }

    void free() {
        buffers.close();
    }
}
