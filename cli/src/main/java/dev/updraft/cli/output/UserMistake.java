package dev.updraft.cli.output;

/** What was asked cannot be done; the message tells the user what to do instead. */
public final class UserMistake extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UserMistake(String message) {
        super(message);
    }
}
