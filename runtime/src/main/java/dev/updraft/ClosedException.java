package dev.updraft;

/** A predictor was closed before it could answer. */
final class ClosedException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    ClosedException(String message) {
        super(message);
    }
}
