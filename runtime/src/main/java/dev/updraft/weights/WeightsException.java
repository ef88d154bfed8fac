package dev.updraft.weights;

import java.nio.file.Path;

/** Thrown if a weights file cannot be used or written; the message names the file and can be shown to users. */
public final class WeightsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param problem what was found and what was expected */
    public WeightsException(Path file, String problem) {
        super(file + ": " + problem);
    }

    /** @param problem what was found and what was expected */
    public WeightsException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }
}
