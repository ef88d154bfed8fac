package dev.updraft.data;

/** Thrown if data cannot be used; the message can be shown to users and names the file and the line or record. */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DataException(String message) {
        super(message);
    }

    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
