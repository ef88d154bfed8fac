package dev.updraft.data;

/** Data that cannot be used; the message is fit for the user and names the file and the line or record. */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DataException(String message) {
        super(message);
    }

    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
