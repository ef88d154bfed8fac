package dev.updraft.data.internal.tables;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rows of the start of a file, as a syntax divides them. */
record CsvSample(CsvSyntax syntax, List<Row> rows) {
    private static final int MAX_ROWS = 2000;
    private static final int MAX_CELLS = 400_000;

    /**
     * A row of the sample.
     *
     * @param line where the row starts, counted from 1
     * @param cells without blanks around them
     * @param quoted which cells are
     */
    record Row(long line, List<String> cells, BitSet quoted) {
        int width() {
            return cells.size();
        }

        /** Number of cells up to the last that is not empty. */
        int filledWidth() {
            var width = cells.size();
            while (width > 0 && cells.get(width - 1).isEmpty()) {
                width--;
            }
            return width;
        }

        boolean startsWith(char c) {
            return !quoted.get(0)
                    && !cells.getFirst().isEmpty()
                    && cells.getFirst().charAt(0) == c;
        }
    }

    /**
     * Divides a text.
     *
     * @param firstLine number of the text's first line
     * @param complete whether the text is all of the file; else the last row may be cut, and is left out
     */
    static CsvSample of(String text, CsvSyntax syntax, long firstLine, boolean complete) {
        var rows = new ArrayList<Row>();
        var cells = 0;
        try (var csv = syntax.reader(new RowHandler(firstLine, syntax.spaces()), new StringReader(text), true)) {
            for (var row : csv) {
                if (!row.cells.isEmpty()
                        && (row.width() > 1 || !row.cells.getFirst().isEmpty())) {
                    rows.add(row);
                    cells += row.width();
                }
                if (rows.size() == MAX_ROWS || cells > MAX_CELLS) {
                    return new CsvSample(syntax, rows);
                }
            }
        } catch (CsvParseException | java.io.IOException _) {
            // The rows up to there say enough; reading will fail at the same place.
        }
        if (!complete && rows.size() > 1) {
            rows.removeLast();
        }
        return new CsvSample(syntax, rows);
    }

    /** The number of cells that most of the rows have, the larger one if two are as frequent; 0 if there are no rows. */
    static int modalWidth(List<Row> rows) {
        return modal(rows.stream().map(Row::width).toList());
    }

    /** The most frequent of these, the larger one if two are as frequent; 0 if there are none. */
    static int modal(List<Integer> widths) {
        var counts = new HashMap<Integer, Integer>();
        widths.forEach(width -> counts.merge(width, 1, Integer::sum));
        return counts.entrySet().stream()
                .max(Map.Entry.<Integer, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(0);
    }

    /** Keeps the cells of a row as strings. */
    static final class RowHandler extends AbstractBaseCsvCallbackHandler<Row> {
        private final long firstLine;
        private final boolean spaces;
        private List<String> cells = new ArrayList<>();
        private BitSet quotes = new BitSet();

        RowHandler(long firstLine, boolean spaces) {
            this.firstLine = firstLine;
            this.spaces = spaces;
        }

        @Override
        protected void handleBegin(long line) {
            cells = new ArrayList<>();
            quotes = new BitSet();
        }

        @Override
        protected void handleField(int place, char[] chars, int offset, int length, boolean quoted) {
            if (!spaces || quoted || length > 0) {
                quotes.set(cells.size(), quoted);
                cells.add(Blank.strip(new String(chars, offset, length)));
            }
        }

        /** Cells of the row that was read last. */
        List<String> cells() {
            return cells;
        }

        /** Where that row starts. */
        long line() {
            return getStartingLineNumber() + firstLine - 1;
        }

        @Override
        protected Row buildRecord() {
            return new Row(line(), cells, quotes);
        }
    }
}
