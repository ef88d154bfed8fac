package dev.updraft.cli.output;

import java.util.concurrent.CancellationException;

/** A command was interrupted, and the user has been told what that means. */
public final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Interrupted(CancellationException cause) {
        super(cause);
    }
}
