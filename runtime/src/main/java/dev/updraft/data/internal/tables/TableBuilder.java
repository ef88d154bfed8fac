package dev.updraft.data.internal.tables;

import dev.updraft.data.DataException;
import java.util.Arrays;
import java.util.List;

/** Builds the columns of a table from its cells. */
final class TableBuilder implements CellSink {
    private static final int MAX_ROWS = Integer.MAX_VALUE - 64;

    private final String name;
    private final String rowPrefix;
    private final TableProblems problems;

    /** Those that take the cells of a column of the file; none if it is not requested. */
    private final ColumnBuilder[][] byColumn;

    private final ColumnBuilder[] builders;

    /** What each builder takes where a row has no cell for it. */
    private final char[][] absent;

    private final ColumnSpill spill;
    private final RowLines lines = new RowLines();
    private int rows;
    private long line;

    private TableBuilder(
            RowSource source,
            TableProblems problems,
            ColumnBuilder[][] byColumn,
            ColumnBuilder[] builders,
            char[][] absent) {
        name = source.name();
        rowPrefix = source.rowPrefix();
        this.problems = problems;
        this.byColumn = byColumn;
        this.builders = builders;
        this.absent = absent;
        spill = new ColumnSpill(name, builders);
    }

    /**
     * A builder of the requested columns.
     *
     * @param columns requested
     * @param places of the requested columns in the file
     */
    static TableBuilder of(RowSource source, List<ColumnRequest> columns, int[] places, TableProblems problems) {
        var byColumn = new ColumnBuilder[source.header().size()][0];
        var builders = new ColumnBuilder[columns.size()];
        var absent = new char[columns.size()][];
        for (var i = 0; i < builders.length; i++) {
            var column = columns.get(i);
            builders[i] = switch (column.kind()) {
                case NUMBER -> new NumberColumnBuilder(column.header(), source.numbers(), source.missing(), problems);
                case WORD, TEXT -> new TextColumnBuilder(column.kind(), source.missing());
            };
            var others = byColumn[places[i]];
            var all = Arrays.copyOf(others, others.length + 1);
            all[others.length] = builders[i];
            byColumn[places[i]] = all;
            absent[i] = source.absent(places[i]).toCharArray();
        }
        return new TableBuilder(source, problems, byColumn, builders, absent);
    }

    @Override
    public void beginRow(long startLine) {
        if (rows == MAX_ROWS) {
            throw new DataException(
                    rowPrefix + startLine + ": a table can have at most " + MAX_ROWS + " rows; split the file");
        }
        line = startLine;
        problems.beginRow(startLine);
    }

    @Override
    public void cell(int column, char[] chars, int offset, int length) {
        var from = offset;
        var to = offset + length;
        while (from < to && Blank.is(chars[from])) {
            from++;
        }
        while (from < to && Blank.is(chars[to - 1])) {
            to--;
        }
        for (var builder : byColumn[column]) {
            builder.add(chars, from, to);
        }
    }

    @Override
    public void endRow() {
        var here = rows - spill.written();
        for (var i = 0; i < builders.length; i++) {
            if (builders[i].size() == here) {
                builders[i].add(absent[i], 0, absent[i].length);
            }
        }
        lines.add(rows, line);
        rows++;
        problems.endRow();
        spill.rowAdded(rows);
    }

    @Override
    public void dropRow() {
        for (var builder : builders) {
            if (builder.size() > rows - spill.written()) {
                builder.removeLast();
            }
        }
        problems.dropRow();
    }

    Table build() {
        var columns = spill.build(rows, problems);
        return new Table(name, rowPrefix, rows, columns, lines, problems.notices());
    }
}
