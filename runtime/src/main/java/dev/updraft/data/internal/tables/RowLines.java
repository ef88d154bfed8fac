package dev.updraft.data.internal.tables;

import java.util.Arrays;

/** The line where each row starts. Rows mostly follow one another, so only the places where they do not are stored. */
public final class RowLines {
    /** Rows before which lines were skipped, ascending, and by how much line and row differ from there on. */
    private int[] rows = new int[4];

    private long[] offsets = new long[4];
    private int count;

    RowLines() {}

    void add(int row, long line) {
        var offset = line - row;
        if (count > 0 && offsets[count - 1] == offset) {
            return;
        }
        if (count == rows.length) {
            rows = Arrays.copyOf(rows, 2 * count);
            offsets = Arrays.copyOf(offsets, 2 * count);
        }
        rows[count] = row;
        offsets[count++] = offset;
    }

    /** The line, counted from 1. */
    public long line(int row) {
        var found = Arrays.binarySearch(rows, 0, count, row);
        var place = found >= 0 ? found : -found - 2;
        return place < 0 ? row + 1L : row + offsets[place];
    }
}
