package dev.updraft.engine.cpu;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that work through the phases of a step together with the thread that calls. A phase is a number of items; whoever
 * is free takes the next, and nobody starts on a phase before all items of the one before are done. Which worker does what
 * never matters to results. Somebody who waits spins for a moment and then sleeps, so that on a busy machine the time goes to
 * those who work.
 */
final class Workers implements AutoCloseable {

    /** Work in phases. */
    interface Job {
        int phases();

        int items(int phase);

        void run(int phase, int item, int worker);
    }

    private static final int SPINS = 20_000;
    private static final long NAP_NANOS = 50_000;

    private final Thread[] threads;
    private volatile @Nullable Shift shift;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    /**
     * The phase at work in the upper half and its next item in the lower. Phases are numbered through all jobs, so that a
     * worker who comes late cannot take an item of a phase that it has not seen begin.
     */
    private final AtomicLong next = new AtomicLong();
    /** Items done since the workers were hired. */
    private final AtomicLong completed = new AtomicLong();

    private volatile boolean closed;

    /** A job, the number of its first phase, and the items that were done before it. */
    private record Shift(Job job, long firstPhase, long completedBefore) {}

    // count: workers, the caller's thread among them.
    Workers(int count) {
        threads = new Thread[count - 1];
        for (var i = 0; i < threads.length; i++) {
            var worker = i + 1;
            threads[i] = Thread.ofPlatform()
                    .daemon()
                    .name("updraft-worker-" + worker)
                    .start(() -> serve(worker));
        }
    }

    int count() {
        return threads.length + 1;
    }

    /** Does a job; the calling thread is worker 0. A failure of any item is thrown when all have stopped. */
    void run(Job job) {
        failure.set(null);
        var mine = new Shift(job, next.get() >>> 32, completed.get());
        shift = mine;
        for (var thread : threads) {
            LockSupport.unpark(thread);
        }
        work(mine, 0);
        switch (failure.get()) {
            case null -> {}
            case Error error -> throw error;
            case Throwable problem -> throw OneDnn.unexpected(problem);
        }
    }

    private void serve(int worker) {
        OneDnn.get().threads(1);
        var last = -1L;
        for (var spins = 0; !closed; spins++) {
            var current = shift;
            if (current != null && current.firstPhase != last) {
                work(current, worker);
                last = current.firstPhase;
                spins = 0;
            } else if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
                spins = 0;
            }
        }
    }

    private void work(Shift current, int worker) {
        var target = current.completedBefore;
        for (var phase = 0; phase < current.job.phases(); phase++) {
            var number = current.firstPhase + phase;
            var items = current.job.items(phase);
            if (items == 0) {
                next.compareAndSet(number << 32, (number + 1) << 32);
            }
            target += items;
            for (var item = take(number, items); item >= 0; item = take(number, items)) {
                try {
                    if (failure.get() == null) {
                        current.job.run(phase, item, worker);
                    }
                } catch (RuntimeException | Error problem) {
                    failure.compareAndSet(null, problem);
                }
                if (completed.incrementAndGet() == target) {
                    next.set((number + 1) << 32);
                }
            }
            if (!await(number)) {
                return;
            }
        }
    }

    /** The next item of a phase, or -1 if there is none left. */
    private int take(long phase, int items) {
        while (true) {
            var current = next.get();
            if ((current >>> 32) != phase || (int) current >= items) {
                return -1;
            }
            if (next.compareAndSet(current, current + 1)) {
                return (int) current;
            }
        }
    }

    private boolean await(long phase) {
        for (var spins = 0; (next.get() >>> 32) == phase; spins++) {
            if (closed) {
                return false;
            }
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(this, NAP_NANOS);
            }
        }
        return true;
    }

    @Override
    public void close() {
        closed = true;
        for (var thread : threads) {
            LockSupport.unpark(thread);
        }
        for (var thread : threads) {
            join(thread);
        }
    }

    private static void join(Thread thread) {
        var interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
