package dev.updraft;

import dev.updraft.engine.ClosedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Computes calls of several threads together. Samples are copied into a group while the call holds the lock; whoever fills the
 * group computes it, else its first caller when time is up. Until that one has got a session, others may still come.
 */
final class BatchingPredictor extends AbstractPredictor {
    private final Sessions sessions;
    private final Batching batching;
    private final long patience;
    private final Deque<MicroBatch> idle = new ArrayDeque<>();
    private int groups;
    /** Takes further callers. It may be empty, when those it had were interrupted. */
    private @Nullable MicroBatch open;

    private boolean closed;

    BatchingPredictor(Sessions sessions, Batching batching) {
        super(sessions.shape());
        this.sessions = sessions;
        this.batching = batching;
        patience = batching.patience().toNanos();
    }

    @Override
    <S, R> double predict(SampleForm<S> given, S samples, int count, ResultForm<R> wanted, R results) {
        if (count >= batching.most()) {
            return sessions.predict(given, samples, count, wanted, results);
        }
        MicroBatch group;
        int row;
        synchronized (this) {
            group = groupFor(count);
            row = group.add(given, samples, count, patience);
            if (!group.hasRoom(1)) {
                sealOpen();
            }
        }
        try {
            await(group);
            return group.take(row, count, wanted, results);
        } finally {
            leave(group, row);
        }
    }

    private MicroBatch groupFor(int count) {
        if (closed) {
            throw new ClosedException("the predictor is closed");
        }
        if (open != null && !open.hasRoom(count)) {
            sealOpen();
        }
        if (open == null) {
            open = idle.isEmpty() ? make() : idle.pop();
        }
        return open;
    }

    private MicroBatch make() {
        var group = new MicroBatch(sessions.buffers(), batching.most());
        groups++;
        return group;
    }

    private void sealOpen() {
        if (open != null) {
            open.seal();
            open.remind();
            open = null;
        }
    }

    private void await(MicroBatch group) {
        while (!group.answered()) {
            var remaining = remaining(group);
            if (remaining == 0) {
                compute(group);
            } else if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted while the prediction waited for others");
            } else {
                LockSupport.parkNanos(this, remaining);
            }
        }
    }

    private synchronized long remaining(MicroBatch group) {
        return group.remaining();
    }

    @SuppressWarnings("CatchingUnchecked") // Whatever it is, the others must not wait for ever.
    private void compute(MicroBatch group) {
        Throwable problem = null;
        try (var seat = sessions.borrow(rows(group))) {
            seal(group);
            group.compute(seat.session());
        } catch (RuntimeException | Error e) {
            problem = e;
            seal(group);
        }
        group.answer(problem);
    }

    private synchronized int rows(MicroBatch group) {
        return group.rows();
    }

    private synchronized void seal(MicroBatch group) {
        group.seal();
        if (open == group) {
            open = null;
        }
    }

    private synchronized void leave(MicroBatch group, int row) {
        if (!group.leave(row)) {
            group.remind();
        } else if (open != group) {
            idle.push(group);
            if (closed) {
                notifyAll();
            }
        }
    }

    /** Whoever waits for company gets an answer without; nobody comes any more. */
    @Override
    public synchronized void close() {
        closed = true;
        if (open != null && open.rows() == 0) {
            idle.push(open);
            open = null;
        }
        sealOpen();
        var interrupted = false;
        while (idle.size() < groups) {
            interrupted |= Waiting.forChange(this);
        }
        Waiting.restore(interrupted);
        sessions.close();
        idle.forEach(MicroBatch::free);
        idle.clear();
        groups = 0;
    }
}
