package dev.updraft.cli.commands;

import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.diagnostics.render.Printable;
import dev.updraft.data.internal.profile.ColumnProfile;
import dev.updraft.data.internal.profile.DateRange;
import dev.updraft.data.internal.profile.KindGuess;
import dev.updraft.data.internal.profile.TableProfile;
import dev.updraft.data.internal.profile.Warning;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is in a table, as text for a window. */
final class ProfileText {
    private static final List<String> HEADINGS = List.of("Column", "Kind", "Missing", "Distinct", "Summary");

    /** Columns of numbers, which stand to the right. */
    private static final List<Integer> NUMBERS = List.of(2, 3);

    private static final int MOST_COLUMNS = 50;
    private static final int LONGEST_NAME = 28;
    private static final int LONGEST_KIND = 30;
    private static final int LONGEST_VALUE = 24;
    private static final int SHORTEST_SUMMARY = 16;
    private static final int MOST_VALUES = 5;
    private static final int DIGITS = 4;

    private final TableProfile table;
    private final int width;

    /** @param width in characters */
    ProfileText(TableProfile table, int width) {
        this.table = table;
        this.width = width;
    }

    String render(List<Warning> warnings) {
        var text = new StringBuilder(table.description() + "\n" + count(table.rows(), "row") + ", "
                + count(table.columns().size(), "column") + "\n");
        var lines = new ArrayList<List<String>>();
        lines.add(HEADINGS);
        table.columns().stream().limit(MOST_COLUMNS).map(this::cells).forEach(lines::add);
        var widths = IntStream.range(0, HEADINGS.size())
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        var last = widths.length - 1;
        var others = IntStream.of(widths).sum() - widths[last] + 2 * last;
        widths[last] = Math.min(widths[last], Math.max(SHORTEST_SUMMARY, width - others));
        var rule = "─".repeat(others + widths[last]) + "\n";
        text.append(rule).append(line(lines.getFirst(), widths)).append(rule);
        lines.stream().skip(1).forEach(line -> text.append(line(line, widths)));
        text.append(rule);
        if (table.columns().size() > MOST_COLUMNS) {
            text.append(String.format(
                    Locale.ROOT,
                    "and %,d more columns; --json has all\n",
                    table.columns().size() - MOST_COLUMNS));
        }
        if (!warnings.isEmpty()) {
            text.append('\n');
            warnings.forEach(warning -> text.append(of(warning)).append('\n'));
        }
        return text.toString();
    }

    /** A warning as a line. */
    static String of(Warning warning) {
        return "'" + shortened(warning.column(), LONGEST_NAME) + "' " + Printable.line(warning.message());
    }

    private static String count(long count, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
    }

    private List<String> cells(ColumnProfile column) {
        var guess = table.guesses().get(column.place());
        return List.of(
                shortened(column.header(), LONGEST_NAME),
                shortened(guess.text(), LONGEST_KIND),
                column.missing() == 0 ? "" : missing(column),
                distinct(column),
                summary(column, guess));
    }

    private static String missing(ColumnProfile column) {
        return String.format(Locale.ROOT, "%,d (%d%%)", column.missing(), column.missingPercent());
    }

    private static String distinct(ColumnProfile column) {
        return String.format(
                Locale.ROOT,
                column.values().isComplete() ? "%,d" : ">%,d",
                column.values().distinct());
    }

    private static String summary(ColumnProfile column, KindGuess guess) {
        if (column.present() == 0) {
            return "";
        }
        if (guess.kind() instanceof ColumnKind.Measured kind && DateRange.isDated(kind)) {
            return DateRange.of(kind, column)
                    .map(range -> Printable.line(range.first()) + " … " + Printable.line(range.last()))
                    .orElse("");
        }
        var numbers = column.numbers();
        if (numbers != null
                && !(guess.kind() instanceof ColumnKind.Bool || guess.kind() instanceof ColumnKind.Category)) {
            return column.isConstant()
                    ? number(numbers.min())
                    : number(numbers.min()) + " … " + number(numbers.mean()) + " … " + number(numbers.max());
        }
        if (guess.kind() instanceof ColumnKind.Text) {
            return guess.reason() + ", up to " + count(column.longest(), "character");
        }
        var values = column.values();
        var shown = values.mostFrequent(MOST_VALUES).stream()
                .map(value -> values.isRepeated() || values.distinct() == 1
                        ? String.format(Locale.ROOT, "%s %,d", shortened(value, LONGEST_VALUE), values.count(value))
                        : shortened(value, LONGEST_VALUE))
                .collect(Collectors.joining(", "));
        return values.distinct() > MOST_VALUES ? shown + ", …" : shown;
    }

    /** As many digits as are read at a glance. */
    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return String.format(Locale.ROOT, "%d", (long) value);
        }
        var rounded = new BigDecimal(value).round(new MathContext(DIGITS)).stripTrailingZeros();
        var plain = rounded.precision() - rounded.scale();
        return plain > 15 || plain < -4 ? rounded.toString() : rounded.toPlainString();
    }

    private static String line(List<String> cells, int[] widths) {
        return IntStream.range(0, cells.size())
                        .mapToObj(column -> padded(cells.get(column), widths[column], NUMBERS.contains(column)))
                        .collect(Collectors.joining("  "))
                        .stripTrailing()
                + "\n";
    }

    private static String padded(String cell, int width, boolean right) {
        var fitting = cell.length() > width ? shortened(cell, width) : cell;
        var blanks = " ".repeat(Math.max(0, width - fitting.length()));
        return right ? blanks + fitting : fitting + blanks;
    }

    private static String shortened(String text, int most) {
        var line = Printable.line(text.length() > 2 * most ? text.substring(0, 2 * most) : text);
        if (line.length() <= most) {
            return line;
        }
        var end = Character.isHighSurrogate(line.charAt(most - 2)) ? most - 2 : most - 1;
        return line.substring(0, end) + "…";
    }
}
