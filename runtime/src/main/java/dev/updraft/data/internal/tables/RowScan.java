package dev.updraft.data.internal.tables;

import dev.updraft.data.internal.tables.ColumnRequest.Kind;
import java.util.Arrays;

/** Holds one row and shows it to a visitor. */
final class RowScan implements CellSink, RowVisitor.Row {
    private final RowVisitor visitor;
    private final NumberParser numbers;
    private final MissingMarks missing;
    private final TableProblems problems;

    /** First and last character of each column's cell; those that are absent stand before the row's. */
    private final int[] from;

    private final int[] to;
    private final int[] absentFrom;
    private final int[] absentTo;
    private final int absentLength;
    private char[] chars;
    private int used;
    private long line;

    RowScan(RowSource source, RowVisitor visitor, TableProblems problems) {
        this.visitor = visitor;
        this.problems = problems;
        numbers = source.numbers();
        missing = source.missing();
        var width = source.header().size();
        from = new int[width];
        to = new int[width];
        absentFrom = new int[width];
        absentTo = new int[width];
        var text = new StringBuilder();
        for (var column = 0; column < width; column++) {
            absentFrom[column] = text.length();
            text.append(source.absent(column));
            absentTo[column] = text.length();
        }
        absentLength = text.length();
        chars = Arrays.copyOf(text.toString().toCharArray(), absentLength + 1024);
    }

    @Override
    public void beginRow(long startLine) {
        line = startLine;
        used = absentLength;
        System.arraycopy(absentFrom, 0, from, 0, from.length);
        System.arraycopy(absentTo, 0, to, 0, to.length);
        problems.beginRow(startLine);
    }

    @Override
    public void cell(int column, char[] source, int offset, int length) {
        var first = offset;
        var end = offset + length;
        while (first < end && Blank.is(source[first])) {
            first++;
        }
        while (first < end && Blank.is(source[end - 1])) {
            end--;
        }
        if (chars.length - used < end - first) {
            chars = Arrays.copyOf(chars, Math.max(2 * chars.length, used + end - first));
        }
        System.arraycopy(source, first, chars, used, end - first);
        from[column] = used;
        used += end - first;
        to[column] = used;
    }

    @Override
    public void endRow() {
        problems.endRow();
        visitor.visit(this);
    }

    @Override
    public void dropRow() {
        problems.dropRow();
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public String text(int column) {
        return new String(chars, from[column], to[column] - from[column]);
    }

    @Override
    public boolean isMissing(int column, Kind kind) {
        return missing.contain(kind, chars, from[column], to[column]);
    }

    @Override
    public double number(int column) {
        var value = numbers.parse(chars, from[column], to[column]);
        return Math.abs(value) <= Double.MAX_VALUE ? value : Double.NaN;
    }
}
