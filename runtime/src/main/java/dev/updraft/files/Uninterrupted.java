package dev.updraft.files;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/** Work on files that an interrupt does not end: it would close the channel that it meets. The thread stays interrupted. */
public final class Uninterrupted {
    private Uninterrupted() {}

    /** Work that may be begun again. */
    @FunctionalInterface
    public interface Action<T> {
        T run() throws IOException;
    }

    /** Does the work, again if it was interrupted. */
    public static <T> T call(Action<T> action) throws IOException {
        var interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return action.run();
                } catch (ClosedByInterruptException _) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
