package dev.updraft.cli.output;

/** What the command tells the shell. */
public final class ExitStatus {
    public static final int SUCCESS = 0;
    /** A mistake of the user's: a model with errors, a missing file, an unknown option. */
    public static final int USER_MISTAKE = 1;
    /** A mistake of ours. */
    public static final int CRASH = 2;
    /** Ended by Ctrl-C, as shells have it. */
    public static final int INTERRUPTED = 130;

    /** Whoever read standard output has had enough, as shells have it. */
    public static final int CLOSED_PIPE = 141;

    private ExitStatus() {}
}
