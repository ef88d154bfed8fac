package dev.updraft.engine;

/** Thrown if an engine cannot do what was requested; the message can be shown to users. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
