package dev.updraft.data.internal.tables;

import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where the table stands in a CSV file.
 *
 * @param start place of the header among the sample's rows, or of the first row if there is no header
 * @param header whether there is one
 * @param assumed whether nothing but custom tells that there is one
 * @param index whether the first column numbers or names the rows
 * @param trailing whether a separator stands after the last cell
 * @param width number of cells of most rows, with those of the index and of the trailing separator
 */
record CsvLayout(int start, boolean header, boolean assumed, boolean index, boolean trailing, int width) {
    private static final int MAX_PREAMBLE = 200;

    /**
     * Finds the table among the rows of a sample.
     *
     * @param rows not empty
     * @param knownHeader whether there is one, if known
     * @param preamble whether lines may stand before the table
     */
    static CsvLayout of(List<CsvSample.Row> rows, @Nullable Boolean knownHeader, boolean preamble) {
        var start = preamble ? start(rows) : 0;
        var first = rows.get(start);
        var body = rows.subList(start + 1, rows.size());
        var width = body.isEmpty() ? first.width() : CsvSample.modalWidth(body);
        var regular = body.stream().filter(row -> row.width() == width).toList();
        var trailing = width > 1
                && !regular.isEmpty()
                && isTrailing(first, width)
                && regular.stream().allMatch(row -> isEmptyCell(row, width - 1));
        var filled = trailing ? width - 1 : width;
        var names = first.width() == width && trailing ? width - 1 : first.width();
        var shortHeader = names == filled - 1 && !Boolean.FALSE.equals(knownHeader) && !regular.isEmpty();
        var vote = HeaderSniffer.vote(first, regular, shortHeader ? 1 : 0, filled);
        var header = knownHeader != null ? knownHeader : shortHeader || vote != HeaderSniffer.Vote.NONE;
        var index = header
                && (shortHeader
                        || (filled > 1
                                && names == filled
                                && isUnnamed(first.cells().getFirst())
                                && !regular.isEmpty()
                                && numbersOrNamesRows(regular)));
        var assumed = knownHeader == null && !index && vote == HeaderSniffer.Vote.ASSUMED;
        return new CsvLayout(start, header, assumed, index, trailing, width);
    }

    /** The first row that is not much narrower than most; before it stand titles and remarks. */
    private static int start(List<CsvSample.Row> rows) {
        var widths = IntStream.range(0, rows.size())
                .mapToObj(i -> rows.get(i).filledWidth())
                .toList();
        var filled = CsvSample.modal(widths);
        var start = 0;
        while (start < rows.size() && start < MAX_PREAMBLE && widths.get(start) <= filled / 2) {
            start++;
        }
        if (start == rows.size() || start == MAX_PREAMBLE || rows.size() - start < 2) {
            return 0;
        }
        // A header of one name above two columns, of which the first numbers or names the rows.
        var shortHeader = start == 1
                && filled == 2
                && rows.getFirst().width() == 1
                && rows.get(1).width() == 2
                && namesRows(rows.subList(1, rows.size()));
        return shortHeader ? 0 : start;
    }

    private static boolean isTrailing(CsvSample.Row first, int width) {
        return first.width() == width - 1 || (first.width() == width && isEmptyCell(first, width - 1));
    }

    private static boolean isEmptyCell(CsvSample.Row row, int column) {
        return row.cells().get(column).isEmpty() && !row.quoted().get(column);
    }

    private static boolean isUnnamed(String name) {
        return name.isEmpty() || name.startsWith("Unnamed: 0");
    }

    private static boolean numbersOrNamesRows(List<CsvSample.Row> rows) {
        if (countsRows(rows)) {
            return true;
        }
        var names = rows.stream().map(row -> row.cells().getFirst()).toList();
        return names.stream().allMatch(name -> CellKind.of(name) == CellKind.TEXT)
                && new HashSet<>(names).size() == names.size();
    }

    private static boolean namesRows(List<CsvSample.Row> rows) {
        return countsRows(rows) || rows.stream().allMatch(row -> row.quoted().get(0));
    }

    /** From 0 or 1 upwards. */
    private static boolean countsRows(List<CsvSample.Row> rows) {
        var first = rows.getFirst().cells().getFirst();
        if (!first.equals("0") && !first.equals("1")) {
            return false;
        }
        var start = Integer.parseInt(first);
        return IntStream.range(0, rows.size())
                .allMatch(i -> rows.get(i).cells().getFirst().equals(String.valueOf(start + i)));
    }
}
