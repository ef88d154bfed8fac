package dev.updraft.engine;

/** An engine cannot do what it was asked; the message is fit for the user. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
