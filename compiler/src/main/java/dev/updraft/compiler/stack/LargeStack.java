package dev.updraft.compiler.stack;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs work on a thread whose stack is large enough for it, while the calling thread waits. A caller's own stack may be as small as
 * an application, {@code -Xss} or a thread pool has made it: recursion over a nested text then ends in a
 * {@link StackOverflowError}, and native code that touches the stack far down ends the process.
 */
public final class LargeStack {
    /** As much as Linux gives the first thread of a process. Pages that are not used take no memory. */
    public static final long BYTES = 8 << 20;

    private static final String NAME = "updraft-large-stack";

    private LargeStack() {}

    /**
     * Gives the result of the work, or throws what it throws. Waits for it whether interrupted or not; the calling thread then
     * stays interrupted.
     */
    public static <T extends @Nullable Object> T call(Supplier<T> work) {
        if (Thread.currentThread() instanceof Worker<?>) {
            return work.get();
        }
        var worker = new Worker<T>(work);
        worker.setDaemon(true);
        worker.start();
        worker.await();
        return worker.result();
    }

    /** Does one piece of work. */
    private static final class Worker<T extends @Nullable Object> extends Thread {
        private final Supplier<T> work;
        private @Nullable Supplier<T> outcome;

        Worker(Supplier<T> work) {
            super(null, null, NAME, BYTES);
            this.work = work;
        }

        @Override
        @SuppressWarnings("CatchingUnchecked") // The caller gets it, whatever it is.
        public void run() {
            try {
                var value = work.get();
                outcome = () -> value;
            } catch (RuntimeException e) {
                outcome = () -> {
                    throw e;
                };
            } catch (Error e) {
                outcome = () -> {
                    throw e;
                };
            }
        }

        void await() {
            var interrupted = false;
            while (isAlive()) {
                try {
                    join();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        T result() {
            if (outcome == null) {
                throw new IllegalStateException("the work has not ended");
            }
            return outcome.get();
        }
    }
}
