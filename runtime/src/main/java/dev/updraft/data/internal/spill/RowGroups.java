package dev.updraft.data.internal.spill;

import dev.updraft.data.internal.RowBlocks;
import java.util.List;

/** How a table lies in a file: in groups of rows, in each the cells of one column behind those of another. */
public final class RowGroups {
    private final int shift;
    /** Bytes of a cell. */
    private final List<Integer> widths;
    /** Where the cells of a column begin in a group. */
    private final int[] offsets;

    private final int bytes;

    private RowGroups(List<Integer> widths, int columns) {
        this.widths = List.copyOf(widths);
        shift = RowBlocks.shift(columns);
        offsets = new int[widths.size()];
        var next = 0;
        for (var column = 0; column < offsets.length; column++) {
            offsets[column] = next;
            next = Math.addExact(next, widths.get(column) << shift);
        }
        bytes = next;
    }

    /**
     * Of columns that are read one by one, too.
     *
     * @param widths of a cell of each column, in bytes
     */
    public static RowGroups ofColumns(List<Integer> widths) {
        return new RowGroups(widths, widths.size());
    }

    /**
     * Of rows that are never read column by column: each is one cell.
     *
     * @param bytes of a row
     * @param columns of the table
     */
    public static RowGroups ofRows(int bytes, int columns) {
        return new RowGroups(List.of(bytes), columns);
    }

    /** Rows of a group: a power of two. */
    public int rows() {
        return 1 << shift;
    }

    /** Of a group. */
    public int bytes() {
        return bytes;
    }

    /** Of all groups that it takes for these rows. */
    int count(int rows) {
        return Math.ceilDiv(rows, rows());
    }

    int shift() {
        return shift;
    }

    /** Bytes of a cell of a column. */
    int width(int column) {
        return widths.get(column);
    }

    /** Where the cells of a column begin in the file. */
    long position(int group, int column) {
        return (long) group * bytes + offsets[column];
    }

    /** Of a row, in bytes. */
    public int rowBytes() {
        return bytes >>> shift;
    }
}
