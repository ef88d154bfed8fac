package uk.ac.manchester.tornado.api.exceptions;

/** What TornadoVM thought impossible. An error, not an exception. */
public final class TornadoInternalError extends Error {
    private static final long serialVersionUID = 1;

    public TornadoInternalError(String message) {
        super(message);
    }
}
