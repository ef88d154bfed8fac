package uk.ac.manchester.tornado.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Work-items that share local memory and meet at barriers; a thread each. */
final class WorkGroup {
    private final int[] id;
    private final int[] size;
    private final Phaser barrier;
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
        barrier = new Phaser(size[0] * size[1]);
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
                        barrier.arriveAndDeregister();
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

    void await() {
        barrier.arriveAndAwaitAdvance();
    }
}
