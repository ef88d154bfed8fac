package dev.updraft;

import dev.updraft.engine.ClosedException;
import dev.updraft.engine.spi.Session;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sessions for threads that predict side by side, made when first needed and at most so many; further threads wait for their
 * turn. Once all are made, borrowing allocates nothing.
 */
final class SessionPool implements AutoCloseable {
    private final int most;
    private final Supplier<PredictionBuffers> memory;
    private final Supplier<Session> opener;
    private final Deque<Seat> idle = new ArrayDeque<>();
    private int lent;
    private boolean closed;

    SessionPool(int most, Supplier<PredictionBuffers> memory, Supplier<Session> opener) {
        this.most = most;
        this.memory = memory;
        this.opener = opener;
    }

    /** A session and memory to predict with, for one thread until it is closed, which gives it back. */
    final class Seat implements AutoCloseable {
        private final Session session;
        private final PredictionBuffers buffers = memory.get();

        private Seat(Session session) {
            this.session = session;
        }

        Session session() {
            return session;
        }

        PredictionBuffers buffers() {
            return buffers;
        }

        @Override
        public void close() {
            leave(this);
        }

        private void free() {
            session.close();
            buffers.close();
        }
    }

    /**
     * Waits for a session, whether interrupted or not: those who have one do not keep it long.
     *
     * @throws ClosedException if closed
     */
    Seat borrow() {
        synchronized (this) {
            var interrupted = false;
            while (!closed && lent == most) {
                interrupted |= Waiting.forChange(this);
            }
            Waiting.restore(interrupted);
            if (closed) {
                throw new ClosedException("the predictor is closed");
            }
            lent++;
            if (!idle.isEmpty()) {
                return idle.pop();
            }
        }
        try {
            return new Seat(opener.get());
        } catch (RuntimeException | Error e) {
            leave(null);
            throw e;
        }
    }

    private synchronized void leave(@Nullable Seat seat) {
        if (seat != null) {
            idle.push(seat);
        }
        lent--;
        if (closed) {
            notifyAll();
        } else {
            notify(); // Before it is closed only borrowers wait, for one seat each.
        }
    }

    /** Waits until all are given back, and frees them; nobody gets one any more. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        var interrupted = false;
        while (lent > 0) {
            interrupted |= Waiting.forChange(this);
        }
        Waiting.restore(interrupted);
        idle.forEach(Seat::free);
        idle.clear();
    }
}
