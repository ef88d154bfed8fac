package dev.updraft.checkpoints;

import java.nio.file.Path;

/** A checkpoint, or a folder of them, that cannot be used or written; the message is fit for the user. */
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param problem what was found and what was expected */
    public CheckpointException(Path place, String problem) {
        super(place + ": " + problem);
    }

    /** @param problem what was found and what was expected */
    public CheckpointException(Path place, String problem, Throwable cause) {
        super(place + ": " + problem, cause);
    }
}
