package uk.ac.manchester.tornado.api.exceptions;

/** Closing a plan failed. */
public final class TornadoExecutionPlanException extends Exception {
    private static final long serialVersionUID = 1;
}
