package dev.updraft.data.internal.profile;

import dev.updraft.compiler.columns.ColumnKind;

/**
 * What a column may be declared as.
 *
 * @param reason in a few words; empty where the kind says it all
 */
public record KindGuess(ColumnKind kind, String reason) {

    /** As written in the language, without arguments that have their defaults. */
    public String text() {
        return text(kind);
    }

    /** Whether a network sees the column. */
    public boolean isUsed() {
        return !(kind instanceof ColumnKind.Id || kind instanceof ColumnKind.Ignored);
    }

    private static String text(ColumnKind kind) {
        return kind instanceof ColumnKind.Category(var values, var most, var _)
                        && values.isEmpty()
                        && most == KindGuesser.USUAL_VALUES
                ? "category"
                : kind.text();
    }
}
