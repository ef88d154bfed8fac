package dev.updraft.data.internal;

import dev.updraft.data.Dataset;

/** Data that knows which rows of a table its samples are. */
public interface RowNumbers {

    /** The number of a sample's row, from 0. */
    int rowNumber(int index);

    /** The row of a sample of any data: its own number, if nothing else is known. */
    static int of(Dataset data, int index) {
        return data instanceof RowNumbers rows ? rows.rowNumber(index) : index;
    }
}
