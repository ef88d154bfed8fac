package dev.updraft.data.internal.tables;

/** Receives the cells of a table, row by row. A column without a cell in a row has its absent value there. */
interface CellSink {

    /**
     * Begins a row.
     *
     * @param line where the row starts, counted from 1
     */
    void beginRow(long line);

    /**
     * Takes a cell, which is copied.
     *
     * @param column counted from 0; at most one cell per row and column
     */
    void cell(int column, char[] chars, int offset, int length);

    void endRow();

    /** Ends the row as if it were not there. */
    void dropRow();
}
