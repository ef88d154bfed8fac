package dev.updraft.cli.draft;

import static java.util.stream.Collectors.joining;

import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.diagnostics.render.Printable;
import dev.updraft.data.internal.profile.TableProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How rows of a table follow one another in time.
 *
 * @param order place of the column that gives their order
 * @param by places of the columns whose equal values make a series
 * @param past rows in a window
 * @param ahead how many rows behind it the target is
 */
public record SeriesDraft(int order, List<Integer> by, int past, int ahead) {
    /** Values that a column of whole numbers has at most which names series. */
    private static final int MOST_SERIES = 1000;

    /** Of the rows of a series, what is left of them for training when the latest are set aside. */
    private static final double TRAINED_ON = 0.7;

    /** Rows of a window if nothing tells what recurs. */
    private static final int USUAL_PAST = 10;

    /**
     * What is said of it.
     *
     * @param order place of a column; null to find it
     * @param by places of columns; empty to find one if it takes one
     * @param past null to choose
     */
    public record Wish(
            @Nullable Integer order,
            List<Integer> by,
            @Nullable Integer past,
            int ahead) {}

    /**
     * Finds out what is left open.
     *
     * @param table with a target
     * @param cells of that table
     * @throws DraftException if there is no order, or rows have the same place in it, or there are too few
     */
    public static SeriesDraft of(TableProfile table, SeriesCells cells, Wish wish) {
        var order = wish.order() == null ? orderOf(table) : wish.order();
        requireOrder(table, order);
        var times = cells.times(order, table.guesses().get(order).kind());
        requireThere(table, order, times);
        for (var place : wish.by()) {
            if (place == order || place == target(table)) {
                throw new DraftException(table.name() + ": " + quoted(table, place)
                        + (place == order ? " gives the order of rows" : " is the target")
                        + " and cannot make series; name another column with --by");
            }
        }
        var by = wish.by().isEmpty() ? seriesOf(table, cells, times, order) : wish.by();
        var steps = cells.steps(times, by);
        if (steps.equal() >= 0) {
            throw new DraftException(
                    table.name() + ": " + quoted(table, order) + " is " + cells.shown(order, steps.equal())
                            + " in several rows with the same "
                            + by.stream().map(place -> quoted(table, place)).collect(joining(" and "))
                            + "; name the columns whose values make a series, each with --by");
        }
        var past = wish.past() == null
                ? usualPast(steps, table.guesses().get(order).kind())
                : wish.past();
        var room = (int) (steps.longest() * TRAINED_ON) - wish.ahead();
        if (wish.past() == null && room >= 1) {
            past = Math.min(past, Math.max(1, room / 2));
        }
        if (past > room) {
            throw new DraftException(table.name() + ": has too few rows for windows of " + past + " and a target "
                    + wish.ahead() + " later, as the longest series has " + steps.longest()
                    + ", of which the latest are set aside; pass "
                    + (room >= 1 ? "--past " + room + " or less" : "a smaller --ahead, or take a table of more rows"));
        }
        return new SeriesDraft(order, List.copyOf(by), past, wish.ahead());
    }

    private static int orderOf(TableProfile table) {
        var dates = IntStream.range(0, table.columns().size())
                .filter(place -> isDate(table, place) && place != target(table))
                .boxed()
                .toList();
        if (dates.size() == 1) {
            return dates.getFirst();
        }
        throw new DraftException(table.name()
                + (dates.isEmpty()
                        ? ": has no column of dates; name the one that gives the order of rows, a date or a number such as"
                                + " a year, with --order"
                        : ": has " + dates.size() + " columns of dates, "
                                + dates.stream()
                                        .map(place -> quoted(table, place))
                                        .collect(joining(", "))
                                + "; name the one that gives the order of rows with --order"));
    }

    private static int target(TableProfile table) {
        return Objects.requireNonNull(table.target()).place();
    }

    private static boolean isDate(TableProfile table, int place) {
        var kind = table.guesses().get(place).kind();
        return kind instanceof ColumnKind.Date || kind instanceof ColumnKind.DateTime;
    }

    private static void requireOrder(TableProfile table, int place) {
        var column = table.columns().get(place);
        if (place == target(table)) {
            throw new DraftException(table.name() + ": " + quoted(table, place)
                    + " is the target and cannot give the order of rows; name another column with --order");
        }
        if (!isDate(table, place) && column.numbers() == null) {
            throw new DraftException(table.name() + ": " + quoted(table, place)
                    + " cannot give the order of rows, as it has neither dates nor numbers; name another column with"
                    + " --order");
        }
    }

    private static void requireThere(TableProfile table, int place, double[] times) {
        var missing = Arrays.stream(times).filter(Double::isNaN).count();
        if (missing > 0) {
            throw new DraftException(
                    table.name() + ": " + quoted(table, place) + " gives the order of rows, but is missing in "
                            + missing + " of " + times.length
                            + "; fill the cells, remove the rows, or name another column with --order");
        }
    }

    /** None if no two rows have the same time; else the column with fewest values whose values part all that have. */
    private static List<Integer> seriesOf(TableProfile table, SeriesCells cells, double[] times, int order) {
        var alone = cells.steps(times, List.of());
        if (alone.equal() < 0) {
            return List.of();
        }
        var fitting = IntStream.range(0, table.columns().size())
                .filter(place -> place != order && place != target(table) && mayNameSeries(table, place))
                .boxed()
                .sorted((one, other) -> Integer.compare(
                        table.columns().get(one).values().distinct(),
                        table.columns().get(other).values().distinct()))
                .filter(place -> cells.steps(times, List.of(place)).equal() < 0)
                .toList();
        var named = fitting.stream().filter(place -> !isNumber(table, place)).findFirst();
        if (named.isPresent()) {
            return List.of(named.get());
        }
        throw new DraftException(table.name() + ": " + quoted(table, order) + " is " + cells.shown(order, alone.equal())
                + " in several rows; name the columns whose values make a series, each with --by"
                + (fitting.isEmpty()
                        ? ""
                        : ", such as --by "
                                + Printable.line(
                                        table.columns().get(fitting.getFirst()).header())));
    }

    /** Numbers may as well be measured, or the hour of a day. */
    private static boolean isNumber(TableProfile table, int place) {
        return table.guesses().get(place).kind() instanceof ColumnKind.Numeric;
    }

    private static boolean mayNameSeries(TableProfile table, int place) {
        var column = table.columns().get(place);
        var isFit = column.missing() == 0
                && column.values().distinct() > 1
                && column.values().isRepeated();
        return isFit
                && switch (table.guesses().get(place).kind()) {
                    case ColumnKind.Category _, ColumnKind.Id _, ColumnKind.Bool _ -> true;
                    case ColumnKind.Numeric _ ->
                        Objects.requireNonNull(column.numbers()).whole()
                                && column.values().isComplete()
                                && column.values().distinct() <= MOST_SERIES;
                    case ColumnKind.Ignored _ -> column.numbers() == null;
                    case ColumnKind.Date _, ColumnKind.DateTime _, ColumnKind.Time _, ColumnKind.Text _ -> false;
                };
    }

    /** A day of hours, a week of days, a year of months. */
    private static int usualPast(SeriesCells.Steps steps, ColumnKind order) {
        if (order instanceof ColumnKind.Numeric || order instanceof ColumnKind.Id) {
            return USUAL_PAST;
        }
        var days = steps.usual();
        var isHour = days > 0.9 / 24 && days < 1.1 / 24;
        var isDay = days > 0.9 && days < 1.1;
        var isMonth = days > 27 && days < 32;
        return isHour ? 24 : isDay ? 7 : isMonth ? 12 : USUAL_PAST;
    }

    private static String quoted(TableProfile table, int place) {
        return "'" + Printable.line(table.columns().get(place).header()) + "'";
    }

    /** A column as it is declared, if it gives the order or the series, or is what is predicted. */
    ColumnDraft declared(ColumnDraft column, int place, TableProfile table) {
        var kind = table.guesses().get(place).kind();
        if (place == order) {
            var isDated = kind instanceof ColumnKind.Date || kind instanceof ColumnKind.DateTime;
            return column.as(isDated ? kind.text() : "number", "", ColumnDraft.Use.LEARNT);
        }
        if (place == target(table) && column.use() != ColumnDraft.Use.LEARNT) {
            var gaps = table.columns().get(place).missing() > 0 ? "(optional: true)" : "";
            return column.as(
                    table.columns().get(place).numbers() == null ? "category" : "number" + gaps,
                    "",
                    ColumnDraft.Use.LEARNT);
        }
        if (!by.contains(place)) {
            return column;
        }
        return kind instanceof ColumnKind.Category || kind instanceof ColumnKind.Bool
                ? column
                : column.as("id", "", ColumnDraft.Use.ID);
    }

    /** Of the window, with the names of columns. */
    String arguments(String orderName, List<String> byNames) {
        var text = new ArrayList<>(List.of("past: " + past));
        if (ahead != 1) {
            text.add("ahead: " + ahead);
        }
        text.add("order: " + orderName);
        if (byNames.size() == 1) {
            text.add("by: " + byNames.getFirst());
        } else if (!byNames.isEmpty()) {
            text.add("by: (" + String.join(", ", byNames) + ")");
        }
        return String.join(", ", text);
    }

    /** In a sentence for the user. */
    public String words(TableProfile table) {
        return "in windows of " + past + (past == 1 ? " row" : " rows") + " in the order of " + quoted(table, order)
                + (by.isEmpty()
                        ? ""
                        : ", by "
                                + by.stream().map(place -> quoted(table, place)).collect(joining(" and ")));
    }
}
