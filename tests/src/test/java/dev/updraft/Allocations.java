package dev.updraft;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** How much threads allocate on the heap. */
final class Allocations {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocations() {}

    /**
     * Bytes that this thread, the engines' and those named {@code caller-…} have allocated while {@code work} ran. The threads
     * must be there before and after.
     */
    static long during(Runnable work) {
        var threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.equals(Thread.currentThread())
                        || thread.getName().startsWith("updraft-")
                        || thread.getName().startsWith("caller-"))
                .mapToLong(Thread::threadId)
                .toArray();
        THREADS.getThreadAllocatedBytes(threads); // What measuring itself needs the first time.
        var own = THREADS.getThreadAllocatedBytes(threads);
        var before = THREADS.getThreadAllocatedBytes(threads);
        work.run();
        var after = THREADS.getThreadAllocatedBytes(threads);
        // Each measurement makes an array, which is counted by the next.
        var measuring = Arrays.stream(before).sum() - Arrays.stream(own).sum();
        return Arrays.stream(after).sum() - Arrays.stream(before).sum() - measuring;
    }
}
