package dev.updraft.foreign.trees;

import java.nio.file.Path;

/** Thrown if a file of another program cannot be imported; the message names the file and can be shown to users. */
public final class ForeignException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What a damaged file asks for. */
    public static final String REMEDY =
            "; the file is damaged, or was not written by the program it seems to be from:" + " save the model again";

    /** @param problem what was found and where, what was expected, and what to do */
    public ForeignException(Path file, String problem) {
        super(file + ": " + problem);
    }

    /** @param problem what was found and where, what was expected, and what to do */
    public ForeignException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }

    /**
     * Of a file that is no more what a program has written.
     *
     * @param place where in the file
     * @param problem what is wrong there
     */
    public static ForeignException damaged(Path file, String place, String problem) {
        return new ForeignException(file, place + ": " + problem + REMEDY);
    }
}
