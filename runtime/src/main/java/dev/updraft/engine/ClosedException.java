package dev.updraft.engine;

/** Thrown if an object is used after it was closed. */
public final class ClosedException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    public ClosedException(String message) {
        super(message);
    }
}
