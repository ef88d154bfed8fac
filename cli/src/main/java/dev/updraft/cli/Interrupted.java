package dev.updraft.cli;

import java.util.concurrent.CancellationException;

/** A command was interrupted, and the user has been told what that means. */
final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1;

    Interrupted(CancellationException cause) {
        super(cause);
    }
}
