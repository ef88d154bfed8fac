package dev.updraft.data.internal.profile;

/**
 * Something about a table that its reader should know before a model is trained on it.
 *
 * @param column header of the column
 * @param message what was found, and what can be done, in a line
 */
public record Warning(String column, Cause cause, String message) {

    public enum Cause {
        CONSTANT,
        UNIQUE,
        MISSING,
        EQUAL,
        DUPLICATE_NAME,
        NOT_NUMBERS,
        RARE_CLASS,
        LEAK,
        SCALE,
        WORD
    }
}
