package dev.updraft.cli.draft;

/** No model can be made of a table; the message tells why, and what can be done. */
public final class DraftException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DraftException(String message) {
        super(message);
    }
}
