package dev.updraft.data.internal.tables;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;

/** Passes the cells of a CSV file to a sink, and checks that all rows have the same number of them. */
final class CsvRowHandler extends AbstractBaseCsvCallbackHandler<Boolean> {
    private static final String SEPARATORS = ",;\t|";

    private final Dialect dialect;
    private final boolean spaces;
    private final int shift;
    private final int columns;
    private final int width;
    private final CellSink sink;
    private final TableProblems problems;

    /** Whether the header comes next. */
    private boolean atHeader;

    private int cells;
    private boolean filled;

    /** Lines that the row's cells span beyond its first. */
    private int lineBreaks;

    /** The row's last cell, in the parser's buffer. */
    private char[] last = {};

    private int lastOffset;
    private int lastLength;
    private long emptyRows;
    private long firstEmpty;

    /**
     * Passes cells to a sink.
     *
     * @param columns of the table
     * @param width number of cells that a row must have, with those that are left out
     */
    CsvRowHandler(Dialect dialect, int columns, int width, CellSink sink, TableProblems problems) {
        this.dialect = dialect;
        this.columns = columns;
        this.width = width;
        this.sink = sink;
        this.problems = problems;
        spaces = dialect.syntax().spaces();
        shift = dialect.shift();
        atHeader = dialect.layout().header();
    }

    @Override
    protected void handleBegin(long line) {
        cells = 0;
        filled = false;
        lineBreaks = 0;
        sink.beginRow(line);
    }

    @Override
    protected void handleField(int place, char[] chars, int offset, int length, boolean quoted) {
        if (spaces && length == 0 && !quoted) {
            return;
        }
        if (quoted) {
            filled = true;
            lineBreaks += lineBreaks(chars, offset, length);
        } else if (!filled) {
            filled = !isBlank(chars, offset, length);
        }
        var column = cells++ - shift;
        if (column >= 0 && column < columns && !atHeader) {
            sink.cell(column, chars, offset, length);
        }
        last = chars;
        lastOffset = offset;
        lastLength = length;
    }

    @Override
    protected Boolean buildRecord() {
        if (atHeader) {
            atHeader = !filled;
        } else if (!filled) {
            sink.dropRow();
            // A line with blanks is as good as empty.
            if (cells > 1) {
                firstEmpty = emptyRows++ == 0 ? getStartingLineNumber() : firstEmpty;
            }
        } else if (cells == width || (cells == width - 1 && dialect.layout().trailing())) {
            sink.endRow();
        } else {
            sink.dropRow();
            problems.badRow(cells - shift, width - shift);
            advise();
        }
        return true;
    }

    private void advise() {
        if (lineBreaks > 0) {
            problems.adviseQuote(getStartingLineNumber(), lineBreaks);
        } else if (cells < width) {
            var mark = otherSeparator();
            if (mark != 0) {
                problems.advise("the separator seems to be '" + (mark == '\t' ? "\\t" : mark) + "', not '"
                        + dialect.syntax().separator() + "': write the same one in all rows");
            }
        } else if (dialect.syntax().separator() == ',' && dialect.numbers().decimal() == ',') {
            problems.advise("numbers with decimal commas must be quoted where commas separate the cells");
        }
    }

    /** A separator in the row's last cell that would yield as many cells as are expected, or 0. */
    private char otherSeparator() {
        for (var s = 0; s < SEPARATORS.length(); s++) {
            var mark = SEPARATORS.charAt(s);
            var count = 0;
            for (var i = lastOffset; i < lastOffset + lastLength; i++) {
                count += last[i] == mark ? 1 : 0;
            }
            if (mark != dialect.syntax().separator() && count == width - cells) {
                return mark;
            }
        }
        return 0;
    }

    /** Where the cell starts that was read last, or that could not be read. */
    long cellLine() {
        return getStartingLineNumber() + lineBreaks;
    }

    /** After the last row. */
    void finish(String name) {
        if (emptyRows > 0) {
            problems.notice(name + ": " + emptyRows + (emptyRows == 1 ? " row" : " rows")
                    + " without any value left out (the first in line " + firstEmpty + ")");
        }
    }

    private static boolean isBlank(char[] chars, int offset, int length) {
        for (var i = offset; i < offset + length; i++) {
            if (!Blank.is(chars[i])) {
                return false;
            }
        }
        return true;
    }

    private static int lineBreaks(char[] chars, int offset, int length) {
        var count = 0;
        for (var i = offset; i < offset + length; i++) {
            if (chars[i] == '\n' || (chars[i] == '\r' && (i + 1 == offset + length || chars[i + 1] != '\n'))) {
                count++;
            }
        }
        return count;
    }
}
