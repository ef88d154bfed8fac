package dev.updraft.training;

/** Thrown if training cannot start or continue; the message can be shown to users. */
public final class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TrainingException(String message) {
        super(message);
    }
}
