package dev.updraft.trees;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that work through numbered tasks together with their caller. Trees need thousands of short phases a second, so that
 * waiting threads look for the next phase for some microseconds before they sleep. For one caller at a time.
 */
public final class Workers implements AutoCloseable {
    /** A numbered task. */
    @FunctionalInterface
    public interface Task {
        /**
         * Does a task.
         *
         * @param index the task
         * @param thread the thread that does it, from 0, below {@link Workers#threads}; 0 is the caller
         */
        void run(int index, int thread);
    }

    /** Takes consecutive numbers. */
    @FunctionalInterface
    public interface Range {
        /** Takes the numbers from {@code from}, included, to {@code to}, excluded. */
        void run(int from, int to);
    }

    private static final int SPINS = 2_000;
    private static final int NAP_NANOS = 20_000;
    /** Rows per task of {@link #forRanges}: fixed, so that what is summed up range by range is the same for all numbers of threads. */
    public static final int RANGE = 1 << 14;

    private record Phase(long number, int tasks, Task task, AtomicInteger next, AtomicInteger left) {}

    private final List<Thread> others = new ArrayList<>();
    private volatile @Nullable Phase phase;
    private volatile boolean closed;
    private volatile @Nullable Throwable failure;
    private long phases;

    /**
     * Starts threads.
     *
     * @param threads how many work, the caller among them
     */
    public Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("at least 1 thread works, not " + threads);
        }
        for (var i = 1; i < threads; i++) {
            var number = i;
            others.add(Thread.ofPlatform().daemon().name("updraft-trees-" + i).start(() -> work(number)));
        }
    }

    /** The number of threads, the caller among them. */
    public int threads() {
        return others.size() + 1;
    }

    /** Does tasks 0 to {@code tasks − 1}, each once, in any order, and returns when all are done. */
    public void run(int tasks, Task task) {
        if (others.isEmpty() || tasks <= 1) {
            for (var index = 0; index < tasks; index++) {
                task.run(index, 0);
            }
            return;
        }
        var current = new Phase(++phases, tasks, task, new AtomicInteger(), new AtomicInteger(tasks));
        phase = current;
        for (var other : others) {
            LockSupport.unpark(other);
        }
        takeTasks(current, 0);
        for (var spins = 0; current.left.get() > 0; spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(this, NAP_NANOS);
            }
        }
        var thrown = failure;
        if (thrown != null) {
            failure = null;
            switch (thrown) {
                case RuntimeException exception -> throw exception;
                case Error error -> throw error;
                case Throwable other -> throw new IllegalStateException(other);
            }
        }
    }

    /** Takes the numbers from 0 to {@code count} in ranges of {@link #RANGE}. */
    public void forRanges(int count, Range range) {
        run(ranges(count), (index, _) -> range.run(index * RANGE, Math.min(count, (index + 1) * RANGE)));
    }

    /** The number of ranges of {@link #forRanges}. */
    public static int ranges(int count) {
        return (count + RANGE - 1) / RANGE;
    }

    private void takeTasks(Phase current, int thread) {
        for (int index; (index = current.next.getAndIncrement()) < current.tasks; ) {
            try {
                current.task.run(index, thread);
            } catch (RuntimeException | Error thrown) {
                failure = thrown;
            } finally {
                current.left.decrementAndGet();
            }
        }
    }

    private void work(int thread) {
        var last = 0L;
        var spins = 0;
        while (!closed) {
            var current = phase;
            if (current != null && current.number > last) {
                last = current.number;
                takeTasks(current, thread);
                spins = 0;
            } else if (++spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
            }
        }
    }

    /** Ends the threads. */
    @Override
    public void close() {
        closed = true;
        others.forEach(LockSupport::unpark);
    }
}
