package dev.updraft;

/** Waiting that an interrupt does not end. */
final class Waiting {
    private Waiting() {}

    /**
     * Waits to be notified, by a thread that holds the monitor.
     *
     * @return whether it was interrupted, which {@link #restore} is to be told when all waiting is over
     */
    @SuppressWarnings("WaitNotInLoop") // Callers loop.
    static boolean forChange(Object monitor) {
        try {
            monitor.wait();
            return false;
        } catch (InterruptedException _) {
            return true;
        }
    }

    static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
