package dev.updraft.engine.cpu;

import dev.updraft.engine.cpu.onednn.OneDnn;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that work through the phases of a step together with the thread that calls. A phase is a number of items, and nobody
 * starts on a phase before all items of the one before are done. Each worker has a range of the items, the same in every step, so
 * that it finds in its caches what it left there: processors may have several third-level caches, and what lies in another's comes
 * slowly. Who has done its own takes others' items, so that nobody waits for who is slow. Which worker does what never matters to
 * results. Somebody who waits spins for a moment and then sleeps, so that on a busy machine the time goes to those who work.
 */
final class Workers implements AutoCloseable {

    /** Work in phases. */
    interface Job {
        int phases();

        int items(int phase);

        void run(int phase, int item, int worker);
    }

    /** Of its own threads: what -Xss says of an application's threads may be less than kernels need. */
    private static final long STACK_BYTES = 2 << 20;

    private static final int SPINS = 20_000;
    private static final long NAP_NANOS = 50_000;

    /** Numbers of 128 bytes, which processors hand to each other as one. */
    private static final int APART = 16;

    private static final long NONE = -1;
    private static final long PHASE = 0xFFFF_FFFFL;

    private final Thread[] threads;
    /**
     * The job at hand: its first phase's number, itself, and the items that were done before it. Handed over without an
     * object a job: while the number is {@link #NONE} the others are changing, and whoever has read them looks whether it
     * is still the same.
     */
    private volatile long firstPhase = NONE;

    private volatile @Nullable Job job;
    private volatile long completedBefore;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    /**
     * The phase at work. Phases are numbered through all jobs, from 0 again after 2³², so that a worker who comes late cannot take
     * an item of a phase that it has not seen begin.
     */
    private volatile long phaseAtWork;

    /** By worker, {@value #APART} apart: the phase at work in the upper half, and how many items of its range are taken in the lower. */
    private final AtomicLongArray taken;

    /** Items done since the workers were hired. */
    private final AtomicLong completed = new AtomicLong();

    private volatile boolean closed;

    // count: workers, the caller's thread among them.
    Workers(int count) {
        this(count, 0);
    }

    /** @param phase number of the first phase */
    Workers(int count, long phase) {
        threads = new Thread[count - 1];
        taken = new AtomicLongArray((count + 1) * APART);
        begin(phase);
        for (var i = 0; i < threads.length; i++) {
            var worker = i + 1;
            threads[i] = Thread.ofPlatform()
                    .daemon()
                    .name("updraft-worker-" + worker)
                    .stackSize(STACK_BYTES)
                    .start(() -> serve(worker));
        }
    }

    int count() {
        return threads.length + 1;
    }

    /** Does a job; the calling thread is worker 0. A failure of any item is thrown when all have stopped. */
    void run(Job mine) {
        failure.set(null);
        firstPhase = NONE;
        job = mine;
        var before = completed.get();
        completedBefore = before;
        var first = phaseAtWork;
        goOn(mine, first, 0);
        firstPhase = first;
        for (var thread : threads) {
            LockSupport.unpark(thread);
        }
        work(mine, first, before, 0);
        switch (failure.get()) {
            case null -> {}
            case Error error -> throw error;
            case Throwable problem -> throw OneDnn.unexpected(problem);
        }
    }

    private void serve(int worker) {
        OneDnn.get().threads(1);
        var last = NONE;
        for (var spins = 0; !closed; spins++) {
            var first = firstPhase;
            var current = job;
            var before = completedBefore;
            if (current != null && first != NONE && first != last && first == firstPhase) {
                work(current, first, before, worker);
                last = first;
                spins = 0;
            } else if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
                spins = 0;
            }
        }
    }

    private void work(Job current, long first, long before, int worker) {
        var target = before;
        for (var phase = 0; phase < current.phases(); phase++) {
            var number = (first + phase) & PHASE;
            var items = current.items(phase);
            target += items;
            var done = 0;
            for (var item = take(number, items, worker); item >= 0; item = take(number, items, worker)) {
                try {
                    if (failure.get() == null) {
                        current.run(phase, item, worker);
                    }
                } catch (RuntimeException | Error problem) {
                    failure.compareAndSet(null, problem);
                }
                done++;
            }
            if (done > 0 && completed.addAndGet(done) == target) {
                goOn(current, first, phase + 1);
            }
            if (!await(number)) {
                return;
            }
        }
    }

    /** Begins the next phase that has items, or else that of the next job. */
    private void goOn(Job current, long first, int next) {
        var phase = next;
        while (phase < current.phases() && current.items(phase) == 0) {
            phase++;
        }
        begin((first + phase) & PHASE);
    }

    private void begin(long number) {
        for (var worker = 0; worker < count(); worker++) {
            taken.set((worker + 1) * APART, number << 32);
        }
        phaseAtWork = number;
    }

    /** The next item of a phase, of the worker's own as long as there are some; -1 if there is none left. */
    private int take(long phase, int items, int worker) {
        for (var further = 0; further < count(); further++) {
            var owner = (worker + further) % count();
            var start = start(items, owner);
            var length = start(items, owner + 1) - start;
            var place = (owner + 1) * APART;
            var current = taken.get(place);
            while ((current >>> 32) == phase && (int) current < length) {
                if (taken.compareAndSet(place, current, current + 1)) {
                    return start + (int) current;
                }
                current = taken.get(place);
            }
        }
        return -1;
    }

    /** The first item of a worker's range. */
    private int start(int items, int worker) {
        return (int) ((long) items * worker / count());
    }

    private boolean await(long phase) {
        for (var spins = 0; phaseAtWork == phase; spins++) {
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
