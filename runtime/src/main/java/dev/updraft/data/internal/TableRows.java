package dev.updraft.data.internal;

import dev.updraft.data.internal.spill.SpilledColumn;
import java.lang.foreign.MemorySegment;

/** Rows of numbers, as float32. */
@FunctionalInterface
public interface TableRows {

    /** Writes a row. */
    void copy(int row, MemorySegment into, long offset);

    /**
     * Rows in memory.
     *
     * @param values row after row
     * @param width numbers of a row
     */
    static TableRows of(float[] values, int width) {
        var segment = MemorySegment.ofArray(values);
        var bytes = (long) width * Float.BYTES;
        return (row, into, offset) -> MemorySegment.copy(segment, row * bytes, into, offset, bytes);
    }

    /** Rows on disk, each of which is a cell of this column. */
    static TableRows of(SpilledColumn rows) {
        return rows::copy;
    }
}
