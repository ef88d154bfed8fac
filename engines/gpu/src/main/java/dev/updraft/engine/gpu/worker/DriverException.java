package dev.updraft.engine.gpu.worker;

import org.jspecify.annotations.Nullable;

/** TornadoVM could not do something. */
public final class DriverException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final @Nullable String task;

    /**
     * What went wrong.
     *
     * @param task the task it was about, as the generated source names it; null if none is known
     */
    public DriverException(String message, @Nullable String task) {
        super(message);
        this.task = task;
    }

    /** The task it was about; null if none is known. */
    public @Nullable String task() {
        return task;
    }
}
