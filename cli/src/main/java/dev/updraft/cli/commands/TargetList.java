package dev.updraft.cli.commands;

import dev.updraft.compiler.diagnostics.render.Printable;
import dev.updraft.data.internal.profile.ColumnProfile;
import dev.updraft.data.internal.profile.TableProfile;
import dev.updraft.data.internal.profile.TargetGuess;
import java.util.Locale;
import java.util.Set;

/** The columns of a table, for one to be chosen that is to be predicted. */
final class TargetList {
    private static final int MOST_SHOWN = 50;
    private static final int LONGEST_NAME = 40;

    private static final Set<String> USUAL_NAMES =
            Set.of("target", "label", "class", "y", "outcome", "churn", "survived", "price", "species", "diagnosis");

    private TargetList() {}

    /** A sentence with the columns below. */
    static String of(TableProfile table) {
        var text = new StringBuilder(table.name() + ": pass --target with the column that is to be predicted, one of");
        for (var column : table.columns().stream().limit(MOST_SHOWN).toList()) {
            var name = Printable.line(column.header());
            text.append("\n  ")
                    .append(name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name)
                    .append("  (")
                    .append(what(column))
                    .append(')')
                    .append(looksLikeTarget(table, column) ? "  looks like a target" : "");
        }
        if (table.columns().size() > MOST_SHOWN) {
            text.append("\n  and ").append(table.columns().size() - MOST_SHOWN).append(" more");
        }
        return text.toString();
    }

    private static String what(ColumnProfile column) {
        return switch (TargetGuess.of(column, false)) {
            case TargetGuess.Classes(var names) -> names.size() + " classes";
            case TargetGuess.Quantity _ -> "numbers";
            case TargetGuess.Impossible _ -> "neither numbers nor classes";
        };
    }

    private static boolean looksLikeTarget(TableProfile table, ColumnProfile column) {
        var isLast = column.place() == table.columns().size() - 1
                && table.guesses().get(column.place()).isUsed();
        return !(TargetGuess.of(column, false) instanceof TargetGuess.Impossible)
                && (isLast || USUAL_NAMES.contains(column.header().toLowerCase(Locale.ROOT)));
    }
}
