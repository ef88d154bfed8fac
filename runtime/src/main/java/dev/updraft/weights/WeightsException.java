package dev.updraft.weights;

import java.nio.file.Path;

/** A weights file that cannot be used or written; the message names the file and is fit for the user. */
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
