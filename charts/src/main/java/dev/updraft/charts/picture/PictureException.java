package dev.updraft.charts.picture;

/** A picture cannot be drawn or written; the message says why. */
public final class PictureException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public PictureException(String message, Throwable cause) {
        super(message, cause);
    }
}
