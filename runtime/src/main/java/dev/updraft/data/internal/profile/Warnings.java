package dev.updraft.data.internal.profile;

import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.data.internal.grouped.ColumnFinder;
import dev.updraft.data.internal.profile.Warning.Cause;
import dev.updraft.data.internal.tables.MissingMarks;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Finds what is odd about the columns of a table. */
public final class Warnings {
    private static final double MOSTLY = 0.5;

    /** Classes with fewer rows are learnt by heart, or not at all. */
    private static final long FEWEST_ROWS = 5;

    private static final double SMALLEST_PART = 0.01;
    private static final int MOST_SHOWN = 5;

    /** Among fewer values, those that are not numbers are some of several codes. */
    private static final int FEWEST_NUMBERS = 20;

    private final TableProfile table;
    private final List<Warning> warnings = new ArrayList<>();

    private Warnings(TableProfile table) {
        this.table = table;
    }

    /**
     * In the order of the columns.
     *
     * @param asClasses whether numbers in the target are known to stand for classes
     */
    public static List<Warning> of(TableProfile table, boolean asClasses) {
        return new Warnings(table).all(asClasses);
    }

    private List<Warning> all(boolean asClasses) {
        var names = table.names();
        for (var column : table.columns()) {
            var equal = names.getOrDefault(table.given().get(column.place()), List.of());
            if (equal.size() > 1 && equal.getFirst().equals(column.header())) {
                add(
                        column,
                        Cause.DUPLICATE_NAME,
                        String.format(
                                Locale.ROOT,
                                "is the name of %d columns, told apart as %s; rename them if that is not clear",
                                equal.size(),
                                ColumnFinder.listed(equal)));
            }
            ofWords(column);
            if (table.target() == null || column.place() != table.target().place()) {
                addOf(column);
            }
        }
        var target = table.target();
        if (target != null) {
            ofTarget(target, TargetGuess.of(target, asClasses));
        }
        return warnings;
    }

    private void add(ColumnProfile column, Cause cause, String message) {
        warnings.add(new Warning(column.header(), cause, message));
    }

    private void addOf(ColumnProfile column) {
        var guess = table.guesses().get(column.place());
        var equal = table.firstEqual().get(column.place());
        if (column.present() == 0) {
            add(column, Cause.CONSTANT, "is empty in all rows; ignore it");
        } else if (column.isConstant()) {
            add(column, Cause.CONSTANT, "is the same in all rows; ignore it");
        } else if (equal != column.place() && !isTarget(equal)) {
            add(
                    column,
                    Cause.EQUAL,
                    "is the same as " + quoted(table.columns().get(equal).header())
                            + " in every row; ignore one of them");
        } else if (guess.kind() instanceof ColumnKind.Id) {
            add(column, Cause.UNIQUE, "is unique to each row, so that it can only be learnt by heart; declare it id");
        } else if (guess.kind() instanceof ColumnKind.Ignored) {
            add(column, Cause.UNIQUE, "has " + guess.reason() + "; ignore it, or declare it text if it has words");
        }
        if (column.present() > 0 && column.missing() > MOSTLY * column.rows()) {
            add(
                    column,
                    Cause.MISSING,
                    "is missing in " + column.missingPercent()
                            + " % of the rows; ignore it, unless it matters that it is missing");
        }
        if (column.notNumbers() > 0
                && column.notNumbers() <= column.present() / 10
                && column.values().distinct() > FEWEST_NUMBERS
                && !(guess.kind() instanceof ColumnKind.Measured)) {
            add(
                    column,
                    Cause.NOT_NUMBERS,
                    String.format(
                            Locale.ROOT,
                            "is not a number in %,d of %,d rows, as '%s'; correct or empty these cells, and declare it number",
                            column.notNumbers(),
                            column.present(),
                            shortened(column.notNumber())));
        }
    }

    /** Words that stand for a missing value in other columns. */
    private void ofWords(ColumnProfile column) {
        column.values().texts().stream()
                .filter(text -> MissingMarks.isWord(text) && !text.equals("-"))
                .forEach(word -> add(
                        column,
                        Cause.WORD,
                        String.format(
                                Locale.ROOT,
                                "has '%s' in %,d rows, which is a value like others; empty these cells if it means that the"
                                        + " value is missing",
                                word,
                                column.values().count(word))));
    }

    private boolean isTarget(int place) {
        return table.target() != null && table.target().place() == place;
    }

    private void ofTarget(ColumnProfile target, TargetGuess guess) {
        var ofClasses = guess instanceof TargetGuess.Classes;
        for (var column : table.columns()) {
            if (table.guesses().get(column.place()).isUsed()) {
                table.leak(column.place(), ofClasses)
                        .ifPresent(how -> add(
                                column,
                                Cause.LEAK,
                                "may give " + quoted(target.header()) + " away: " + how
                                        + "; ignore it, unless it is known before the target is"));
            }
        }
        if (guess instanceof TargetGuess.Classes(var names)) {
            var rare = names.stream()
                    .filter(name -> isRare(target, name))
                    .map(name -> String.format(
                            Locale.ROOT,
                            "'%s' (%,d)",
                            shortened(name),
                            target.values().count(name)))
                    .toList();
            if (!rare.isEmpty()) {
                add(
                        target,
                        Cause.RARE_CLASS,
                        "has classes with few rows: "
                                + rare.stream().limit(MOST_SHOWN).collect(Collectors.joining(", "))
                                + (rare.size() > MOST_SHOWN ? " and " + (rare.size() - MOST_SHOWN) + " more" : "")
                                + "; add rows, join classes, or set class_weight: balanced");
            }
        }
    }

    private static boolean isRare(ColumnProfile target, String name) {
        var count = target.values().count(name);
        return count < FEWEST_ROWS || count < SMALLEST_PART * target.present();
    }

    private static String quoted(String header) {
        return "'" + header + "'";
    }

    private static String shortened(String text) {
        return text.length() <= 30 ? text : text.substring(0, text.offsetByCodePoints(0, 15)) + "…";
    }
}
