package dev.updraft.data.internal.grouped;

import dev.updraft.compiler.columns.Column;
import dev.updraft.compiler.columns.ColumnGroup;
import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.columns.RowWindow;
import dev.updraft.data.ColumnValues;
import dev.updraft.data.DataException;
import dev.updraft.data.internal.MomentText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The rows of a table in series, each in the order of its time, and where a series has gaps. */
final class RowSeries {
    /** Of the time between rows: what differs by no more comes from rounding days. */
    private static final double TOLERANCE = 1e-6;

    /** Months differ by less from one another, and clearly irregular steps by more. */
    private static final double IRREGULAR = 0.5;

    private final String table;
    private final ColumnGroup group;
    private final List<ColumnValues> columns;
    private final IntFunction<String> places;
    private final double[] time;
    private final int[][] series;
    private final int[] order;

    /**
     * Rows that follow one another without a gap.
     *
     * @param from the first, in the order of all rows
     * @param to behind the last
     */
    record Run(int from, int to) {
        int length() {
            return to - from;
        }
    }

    /**
     * Puts rows in order.
     *
     * @param table for messages
     * @param columns of the group
     * @param places names a row of the table
     * @throws DataException if the order or the series of a row is missing, or two rows of a series have the same time
     */
    RowSeries(String table, ColumnGroup group, List<ColumnValues> columns, int rows, IntFunction<String> places) {
        this.table = table;
        this.group = group;
        this.columns = columns;
        this.places = places;
        time = new double[rows];
        if (group.order() < 0) {
            series = new int[0][];
            order = IntStream.range(0, rows).toArray();
            return;
        }
        var times = (ColumnValues.Numbers) columns.get(group.order());
        for (var row = 0; row < rows; row++) {
            time[row] = times.at(row);
            requireThere(!Double.isNaN(time[row]), row, orderColumn(), "the order of the rows is not known");
        }
        series = group.by().stream().map(column -> ranks(column, rows)).toArray(int[][]::new);
        order = IntStream.range(0, rows)
                .boxed()
                .sorted(this::compare)
                .mapToInt(Integer::intValue)
                .toArray();
        requireDistinct();
    }

    private RowWindow window() {
        return Objects.requireNonNull(group.window());
    }

    private Column orderColumn() {
        return group.columns().get(group.order());
    }

    private void requireThere(boolean isThere, int row, Column column, String consequence) {
        if (!isThere) {
            throw new DataException(places.apply(row) + ": column " + column.header() + ": is missing, so that "
                    + consequence + "; fill the cell, or remove the row");
        }
    }

    /** Of each row the place of its value among all: the order of series must not depend on that of the rows. */
    private int[] ranks(int place, int rows) {
        var column = group.columns().get(place);
        var ranks = new int[rows];
        switch (columns.get(place)) {
            case ColumnValues.Numbers numbers -> {
                // Zero has two signs, which are equal.
                var values = IntStream.range(0, rows)
                        .mapToDouble(row -> numbers.at(row) + 0.0)
                        .toArray();
                var sorted = Arrays.stream(values).sorted().distinct().toArray();
                for (var row = 0; row < rows; row++) {
                    requireThere(!Double.isNaN(values[row]), row, column, "its series is not known");
                    ranks[row] = Arrays.binarySearch(sorted, values[row]);
                }
            }
            case ColumnValues.Texts texts -> {
                // Those on disk may be there several times.
                var sorted = texts.texts().stream().distinct().sorted().toList();
                var ofText = new HashMap<String, Integer>();
                sorted.forEach(text -> ofText.put(text, ofText.size()));
                var ofCode = texts.texts().stream().mapToInt(ofText::get).toArray();
                for (var row = 0; row < rows; row++) {
                    requireThere(texts.code(row) >= 0, row, column, "its series is not known");
                    ranks[row] = ofCode[texts.code(row)];
                }
            }
            case ColumnValues.Absent _ ->
                throw new DataException(table + ": has no column '" + column.header()
                        + "', which tells the series of its rows apart; add it, or remove it from `by`");
        }
        return ranks;
    }

    private int compare(int one, int other) {
        for (var ranks : series) {
            if (ranks[one] != ranks[other]) {
                return Integer.compare(ranks[one], ranks[other]);
            }
        }
        return Double.compare(time[one], time[other]);
    }

    private boolean areOfOneSeries(int one, int other) {
        return Arrays.stream(series).allMatch(ranks -> ranks[one] == ranks[other]);
    }

    private void requireDistinct() {
        var equal = 0;
        var first = -1;
        for (var i = 1; i < order.length; i++) {
            if (areOfOneSeries(order[i - 1], order[i]) && time[order[i - 1]] == time[order[i]]) {
                first = equal == 0 ? i : first;
                equal++;
            }
        }
        if (equal > 0) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: %s is %s, as in %s (%d of %d rows have the time of another); %s",
                    places.apply(order[first]),
                    orderColumn().header(),
                    moment(first),
                    places.apply(order[first - 1]),
                    equal,
                    order.length,
                    window().by().isEmpty()
                            ? "if the table has several series, name the column that tells them apart, as in window(…, by:"
                                    + " station)"
                            : "remove rows that are there twice, or name a further column in by: ("
                                    + String.join(", ", window().by()) + ", …)"));
        }
    }

    /** The rows in order: series by series. */
    int[] order() {
        return order;
    }

    /** Whether the rows of each series stand in the table in their order. */
    boolean isInOrder() {
        for (var i = 1; i < order.length; i++) {
            if (areOfOneSeries(order[i - 1], order[i]) && order[i - 1] > order[i]) {
                return false;
            }
        }
        return true;
    }

    /** How many series there are. */
    int count() {
        return (int) IntStream.range(0, order.length)
                .filter(i -> i == 0 || !areOfOneSeries(order[i - 1], order[i]))
                .count();
    }

    /**
     * The rows that windows do not go beyond, in order: whole series, or their parts between gaps.
     *
     * @param notices is told of gaps, or of steps of time that are far from even
     * @throws DataException if rows are nearer to each other than {@code every} says
     */
    List<Run> runs(Consumer<String> notices) {
        var every = window().every();
        if (every == null && group.order() >= 0) {
            noticeIrregular(notices);
        }
        var step = every == null ? Double.NaN : every.toMillis() / (1000.0 * 60 * 60 * 24);
        var gaps = new ArrayList<Integer>();
        var runs = new ArrayList<Run>();
        for (int from = 0, to = 1; to <= order.length; to++) {
            var isEnd = to == order.length || !areOfOneSeries(order[to - 1], order[to]);
            if (!isEnd && every != null && !isStep(to, step)) {
                gaps.add(to);
                isEnd = true;
            }
            if (isEnd) {
                runs.add(new Run(from, to));
                from = to;
            }
        }
        if (!gaps.isEmpty()) {
            notices.accept(String.format(
                    Locale.ROOT,
                    "%s: %s in the order of %s, %s: no window crosses %s",
                    table,
                    gaps.size() == 1 ? "there is a gap" : "there are " + gaps.size() + " gaps",
                    orderColumn().header(),
                    (gaps.size() == 1 ? "" : "the first ") + between(gaps.getFirst()),
                    gaps.size() == 1 ? "it" : "them"));
        }
        return runs;
    }

    private boolean isStep(int place, double step) {
        var difference = time[order[place]] - time[order[place - 1]];
        if (difference < step * (1 - TOLERANCE) - TOLERANCE / 1000) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: is only %s after %s (%s), but `every` says %s; correct `every`, or remove the row",
                    places.apply(order[place]),
                    distance(difference),
                    places.apply(order[place - 1]),
                    moment(place),
                    distance(step)));
        }
        return difference <= step * (1 + TOLERANCE) + TOLERANCE / 1000;
    }

    private void noticeIrregular(Consumer<String> notices) {
        var inside = IntStream.range(1, order.length)
                .filter(i -> areOfOneSeries(order[i - 1], order[i]))
                .toArray();
        if (inside.length == 0) {
            return;
        }
        var steps = Arrays.stream(inside)
                .mapToDouble(i -> time[order[i]] - time[order[i - 1]])
                .toArray();
        var usual = Arrays.stream(steps).sorted().toArray()[steps.length / 2];
        var first = -1;
        var odd = 0;
        for (var i = 0; i < steps.length; i++) {
            if (Math.abs(steps[i] - usual) > IRREGULAR * usual) {
                first = odd == 0 ? inside[i] : first;
                odd++;
            }
        }
        if (odd > 0) {
            notices.accept(String.format(
                    Locale.ROOT,
                    "%s: rows are usually %s apart in %s, but %d of %d steps are far from that, the first %s; windows take"
                            + " rows as evenly spaced%s",
                    table,
                    distance(usual),
                    orderColumn().header(),
                    odd,
                    steps.length,
                    between(first),
                    orderColumn().kind() instanceof ColumnKind.Numeric
                            ? ""
                            : ", unless `every` says how far they are apart"));
        }
    }

    private String between(int place) {
        return "between " + moment(place - 1) + " and " + moment(place) + " (" + places.apply(order[place]) + ")";
    }

    private String moment(int place) {
        return MomentText.of(orderColumn().kind(), time[order[place]]);
    }

    private String distance(double difference) {
        return MomentText.distance(orderColumn().kind(), difference);
    }

    /** The series of a row, for messages: {@code station 7}; null if there is one alone. */
    @Nullable
    String name(int place) {
        var row = order[place];
        var names = group.by().stream().map(column -> text(column, row)).toList();
        return names.isEmpty() ? null : String.join(", ", names);
    }

    private String text(int column, int row) {
        return switch (columns.get(column)) {
            case ColumnValues.Numbers numbers ->
                MomentText.of(group.columns().get(column).kind(), numbers.at(row));
            case ColumnValues.Texts texts -> texts.texts().get(texts.code(row));
            case ColumnValues.Absent _ -> "";
        };
    }
}
