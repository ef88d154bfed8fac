package dev.updraft.data.internal.arrow;

/** Why a file cannot be read, and what to do. Whoever knows the file names it. */
final class ArrowException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ArrowException(String what, String wayOut) {
        super(what + "; " + wayOut);
    }

    /**
     * A file that contradicts itself.
     *
     * @param what as in {@code "a type is unknown"}
     */
    static ArrowException damaged(String what) {
        return new ArrowException("is damaged, or is no Arrow file: " + what, "write or download it again");
    }
}
