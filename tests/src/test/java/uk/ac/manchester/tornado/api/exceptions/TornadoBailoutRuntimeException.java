package uk.ac.manchester.tornado.api.exceptions;

/** A task cannot be compiled or run. */
public final class TornadoBailoutRuntimeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TornadoBailoutRuntimeException(String message) {
        super(message);
    }
}
