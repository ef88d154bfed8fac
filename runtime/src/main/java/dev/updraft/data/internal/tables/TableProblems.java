package dev.updraft.data.internal.tables;

import dev.updraft.data.DataException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** Counts what is wrong with the cells and rows of a table while it is read, so that one message can tell all of it. */
final class TableProblems {
    private static final int SHOWN = 10;
    private static final int MAX_TEXT = 40;

    /** Rows between one report and the next. */
    private static final int WATCHED = 4096;

    /** Columns whose advice is given. */
    private static final int ADVISED = 5;

    private final String name;
    private final String rowPrefix;
    private final NumberParser numbers;
    private final boolean takesCsvOptions;
    private final LongConsumer watcher;
    private final List<String> shown = new ArrayList<>();
    private final Map<String, BadColumn> columns = new LinkedHashMap<>();
    private final Set<String> advice = new LinkedHashSet<>();
    private final List<String> notices = new ArrayList<>();

    /** Bad cells of the current row, which count only if the row does. */
    private final List<BadCell> pending = new ArrayList<>();

    private long line;
    private String row = "";
    private long rows;
    private long badRows;
    private long badCells;

    /** @param watcher receives the number of rows read so far, now and then */
    TableProblems(RowSource source, LongConsumer watcher) {
        this.watcher = watcher;
        name = source.name();
        rowPrefix = source.rowPrefix();
        numbers = source.numbers();
        takesCsvOptions = source.takesCsvOptions();
    }

    private record BadCell(String column, String text, double value) {}

    void beginRow(long startLine) {
        // Of the rows of a file that is one line the number alone tells which it is.
        row = startLine == line ? ", row " + (rows + badRows + 1) : "";
        line = startLine;
    }

    void endRow() {
        rows++;
        if (rows % WATCHED == 0) {
            watcher.accept(rows);
        }
        if (!pending.isEmpty()) {
            pending.forEach(this::count);
            pending.clear();
        }
    }

    void dropRow() {
        pending.clear();
    }

    /**
     * Counts a cell that is not a number.
     *
     * @param value NaN, or infinite if the number is too large
     */
    void badNumber(String column, String text, double value) {
        pending.add(new BadCell(column, text, value));
    }

    private void count(BadCell cell) {
        badCells++;
        columns.computeIfAbsent(cell.column, BadColumn::new).add(cell.text);
        adviseQuote(line, cell.text.lines().count() - 1);
        show(() -> rowPrefix + line + row + ": column " + cell.column + ": '" + abbreviated(cell.text) + "' is "
                + (Double.isInfinite(cell.value) ? "too large for a number (±1.8e308)" : "not a number"));
    }

    /** The row that began last, which is to be dropped, has the wrong number of cells. */
    void badRow(long cells, int expected) {
        badRows++;
        show(() -> rowPrefix + line + row + ": has " + cells + (cells == 1 ? " cell" : " cells")
                + ", but the header has " + expected);
    }

    /** Tells of line breaks within a cell, if there are any: they may be due to a stray quote. */
    void adviseQuote(long row, long lineBreaks) {
        if (lineBreaks > 0) {
            advise("a quote opens in line " + row + " and closes " + lineBreaks + (lineBreaks == 1 ? " line" : " lines")
                    + " later: if it belongs to the text, double it");
        }
    }

    /** The row that began last cannot be read. */
    void badRow(String problem) {
        badRows++;
        show(() -> rowPrefix + line + row + ": " + problem);
    }

    /** Tells what may be the reason for bad rows. */
    void advise(String sentence) {
        if (advice.size() < ADVISED) {
            advice.add(sentence);
        }
    }

    void notice(String sentence) {
        notices.add(sentence);
    }

    List<String> notices() {
        return List.copyOf(notices);
    }

    /** All rows read so far that can be. */
    long rows() {
        return rows;
    }

    void throwIfAny() {
        if (badRows + badCells > 0) {
            throw new DataException(text());
        }
    }

    /** All of it in one message; empty if there is nothing. */
    String text() {
        var total = badRows + badCells;
        if (total == 0) {
            return "";
        }
        var way = String.join("; ", wayOut());
        if (total == 1) {
            return shown.getFirst() + "; " + way;
        }
        var what = new ArrayList<String>();
        if (badRows > 0) {
            what.add(badRows + (badRows == 1 ? " row" : " rows") + " of " + (rows + badRows));
        }
        if (badCells > 0) {
            what.add(badCells + (badCells == 1 ? " cell" : " cells"));
        }
        return name + ": " + String.join(" and ", what) + " cannot be read:\n  "
                + String.join("\n  ", shown)
                + (total > shown.size() ? "\n  … and " + (total - shown.size()) + " more" : "")
                + "\n  " + way;
    }

    private List<String> wayOut() {
        var ways = new ArrayList<>(advice);
        columns.values().stream()
                .limit(ADVISED)
                .map(column -> column.advice(rows, numbers, takesCsvOptions))
                .filter(sentence -> !sentence.isEmpty())
                .forEach(ways::add);
        if (ways.isEmpty()) {
            ways.add(
                    badCells == 0
                            ? "complete the rows or remove them"
                            : badRows == 0 ? "correct the cells or remove the rows" : "correct or remove them");
        }
        return ways;
    }

    private void show(Supplier<String> sentence) {
        if (shown.size() < SHOWN) {
            shown.add(sentence.get());
        }
    }

    static String abbreviated(String text) {
        var line = text.replaceAll("[\\r\\n]+", "⏎");
        return line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT) + "…";
    }
}
