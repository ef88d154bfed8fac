package dev.updraft.data.internal.tables;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides whether the first row has the columns' names, by comparing it with the rows below. */
public final class HeaderSniffer {
    private static final int ROWS = 200;

    private HeaderSniffer() {}

    /** What the rows say of the first. */
    enum Vote {
        HEADER,
        NONE,
        /** They say nothing, so that it is taken for a header, as is the custom. */
        ASSUMED
    }

    /**
     * Whether the first row is more likely data than names of columns.
     *
     * @param rows those below it; of those of another width nothing is concluded
     */
    public static boolean isData(List<String> first, List<List<String>> rows) {
        var body = rows.stream()
                .filter(row -> row.size() == first.size())
                .map(HeaderSniffer::row)
                .toList();
        return !body.isEmpty() && vote(row(first), body, 0, first.size()) == Vote.NONE;
    }

    private static CsvSample.Row row(List<String> cells) {
        return new CsvSample.Row(0, cells.stream().map(Blank::strip).toList(), new BitSet());
    }

    /**
     * Compares the first row with those below.
     *
     * @param shift columns of the rows that the first row does not have
     * @param width number of columns of the rows
     */
    static Vote vote(CsvSample.Row first, List<CsvSample.Row> body, int shift, int width) {
        if (body.isEmpty()) {
            var numbers = first.cells().stream().allMatch(cell -> CellKind.of(cell) == CellKind.NUMBER);
            return numbers ? Vote.NONE : Vote.HEADER;
        }
        if (countsUp(first) && !countsUp(body.getFirst())) {
            return Vote.HEADER;
        }
        var rows = body.subList(0, Math.min(ROWS, body.size()));
        var header = 0;
        var data = 0;
        var repeated = 0;
        var texts = 0;
        for (var column = 0; column + shift < width && column < first.width(); column++) {
            var cell = first.cells().get(column);
            var kind = kind(rows, column + shift);
            var own = CellKind.of(cell);
            switch (kind) {
                case NUMBER, DATE -> {
                    header += own == CellKind.TEXT || (own == CellKind.EMPTY && cell.isEmpty() && column == 0) ? 1 : 0;
                    data += own == kind ? 1 : 0;
                }
                case TEXT -> {
                    texts++;
                    var place = column + shift;
                    repeated +=
                            rows.stream().anyMatch(row -> row.cells().get(place).equals(cell)) ? 1 : 0;
                }
                case EMPTY -> {}
            }
        }
        if (header != data) {
            return header > data ? Vote.HEADER : Vote.NONE;
        }
        var names = first.cells().stream().filter(cell -> !cell.isEmpty()).toList();
        var different = new HashSet<>(names).size();
        return 2 * repeated > texts || 2 * different < names.size() ? Vote.NONE : Vote.ASSUMED;
    }

    /** The kind of all cells that are not missing; text if there are several kinds. */
    private static CellKind kind(List<CsvSample.Row> rows, int column) {
        Set<CellKind> kinds =
                rows.stream().map(row -> CellKind.of(row.cells().get(column))).collect(Collectors.toSet());
        kinds.remove(CellKind.EMPTY);
        return kinds.isEmpty()
                ? CellKind.EMPTY
                : kinds.size() == 1 ? kinds.iterator().next() : CellKind.TEXT;
    }

    /** Whether the row's numbers, three or more, are consecutive, as numbered columns are, or years. */
    private static boolean countsUp(CsvSample.Row row) {
        var count = 0;
        var last = 0L;
        for (var cell : row.cells()) {
            if (CellKind.of(cell) != CellKind.NUMBER) {
                continue;
            }
            if (cell.length() > 9 || !cell.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return false;
            }
            var number = Long.parseLong(cell);
            if (count > 0 && number != last + 1) {
                return false;
            }
            last = number;
            count++;
        }
        return count >= 3;
    }
}
