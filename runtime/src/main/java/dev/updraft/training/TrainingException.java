package dev.updraft.training;

/** Training cannot start or go on; the message is fit for the user. */
public final class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TrainingException(String message) {
        super(message);
    }
}
