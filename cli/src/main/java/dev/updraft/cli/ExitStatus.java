package dev.updraft.cli;

/** What the command tells the shell. */
final class ExitStatus {
    static final int SUCCESS = 0;
    /** A mistake of the user's: a model with errors, a missing file, an unknown option. */
    static final int USER_MISTAKE = 1;
    /** A mistake of ours. */
    static final int CRASH = 2;
    /** Ended by Ctrl-C, as shells have it. */
    static final int INTERRUPTED = 130;

    /** Whoever read standard output has had enough, as shells have it. */
    static final int CLOSED_PIPE = 141;

    private ExitStatus() {}
}
