package dev.updraft.cli.output;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * While it is open, Ctrl-C (and SIGTERM) interrupts this thread and waits until it has put its things in order; a second Ctrl-C
 * does not wait. Java then ends by itself, with status 130 (143). Until {@link #begun} there is nothing to put in order, and a
 * graph that is being made ready does not look for interrupts: then nobody waits.
 */
public final class Interruption implements AutoCloseable {
    private static final long GLANCE_MILLIS = 50;

    private final Thread working = Thread.currentThread();
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupted, "updraft-interruption");

    private volatile boolean begun;

    public Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** From now on there is something to lose. */
    public void begun() {
        begun = true;
    }

    private void interrupted() {
        if (!begun) {
            return;
        }
        working.interrupt();
        try {
            while (!done.await(GLANCE_MILLIS, TimeUnit.MILLISECONDS)) {
                if (signals() > 1) {
                    Runtime.getRuntime().halt(ExitStatus.INTERRUPTED);
                }
            }
        } catch (InterruptedException _) {
            // Somebody else is in more of a hurry.
        }
    }

    /** Every signal has a thread of its own, which waits until Java has ended. */
    private static long signals() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("SIG[A-Z]+ handler"))
                .count();
    }

    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // Java is ending already.
        }
    }
}
