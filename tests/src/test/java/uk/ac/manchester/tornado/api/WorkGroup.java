package uk.ac.manchester.tornado.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Work-items that share local memory and meet at barriers; a thread each. */
final class WorkGroup {
    private final int[] id;
    private final int[] size;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition crossed = lock.newCondition();
    private int running;
    private int waiting;
    private int crossings;
    private final List<float[]> local = new ArrayList<>();

    /** A kernel that was run item by item turns out to need a group. */
    static final class Needed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Needed() {
            super(null, null, false, false);
        }
    }

    WorkGroup(int[] id, int[] size) {
        this.id = id;
        this.size = size;
        running = size[0] * size[1];
    }

    /** Runs the kernel for every item. */
    void run(Consumer<KernelContext> kernel) throws InterruptedException {
        var failure = new AtomicReference<@Nullable Throwable>();
        var threads = new ArrayList<Thread>();
        var contexts = new ArrayList<KernelContext>();
        for (var y = 0; y < size[1]; y++) {
            for (var x = 0; x < size[0]; x++) {
                var context = new KernelContext(id, new int[] {x, y}, size, this);
                contexts.add(context);
                threads.add(Thread.ofVirtual().unstarted(() -> {
                    try {
                        kernel.accept(context);
                    } catch (RuntimeException | Error e) {
                        failure.compareAndSet(null, e);
                    } finally {
                        leave();
                    }
                }));
            }
        }
        threads.forEach(Thread::start);
        for (var thread : threads) {
            thread.join();
        }
        var cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException(cause.toString(), cause);
        }
        if (contexts.stream().mapToInt(KernelContext::barriers).distinct().count() > 1) {
            throw new IllegalStateException("work-items of a group met different numbers of barriers");
        }
    }

    synchronized float[] floats(int number, int length) {
        while (local.size() <= number) {
            var fresh = new float[length];
            Arrays.fill(fresh, Float.NaN);
            local.add(fresh);
        }
        return local.get(number);
    }

    /** Waits until every item that still runs is here. A {@code Phaser} would, but its spinning takes most of a group's time. */
    void await() {
        lock.lock();
        try {
            waiting++;
            var crossing = crossings;
            crossIfAllWait();
            while (crossing == crossings) {
                crossed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            running--;
            crossIfAllWait();
        } finally {
            lock.unlock();
        }
    }

    private void crossIfAllWait() {
        if (waiting == running) {
            waiting = 0;
            crossings++;
            crossed.signalAll();
        }
    }
}
