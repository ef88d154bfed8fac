package dev.updraft.cli;

/** What was asked cannot be done; the message tells the user what to do instead. */
final class UserMistake extends RuntimeException {
    private static final long serialVersionUID = 1;

    UserMistake(String message) {
        super(message);
    }
}
