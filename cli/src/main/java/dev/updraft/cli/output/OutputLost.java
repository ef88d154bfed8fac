package dev.updraft.cli.output;

/** Standard output takes no more of an answer; there is no use in computing the rest. */
public final class OutputLost extends RuntimeException {
    private static final long serialVersionUID = 1;

    OutputLost() {
        super("standard output is closed", null, false, false);
    }
}
