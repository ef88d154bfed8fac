package dev.updraft;

/** Thrown if a model packaged in a jar is missing or damaged; the message names its class. */
public final class PackedModelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PackedModelException(String message) {
        super(message);
    }

    PackedModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
