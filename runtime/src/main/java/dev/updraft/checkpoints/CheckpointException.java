package dev.updraft.checkpoints;

import java.nio.file.Path;

/** Thrown if a checkpoint, or a folder of them, cannot be used or written; the message can be shown to users. */
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
