package dev.updraft.data.internal.tables;

import dev.updraft.data.internal.tables.ColumnRequest.Kind;

/** Looks at the rows of a table, one after the other. */
@FunctionalInterface
public interface RowVisitor {

    /**
     * Looks at a row.
     *
     * @param row valid until this method returns
     */
    void visit(Row row);

    /** A row with cells as they stand in the file. Columns are counted from 0, as in the header. */
    interface Row {

        /** Where the row starts, counted from 1. */
        long line();

        /** The cell without blanks around it; empty if there is none. */
        String text(int column);

        /** Whether the column has texts; else it has numbers, whose texts have to be written first. */
        default boolean isWritten(int column) {
            return true;
        }

        /** Whether the cell is empty or has one of the marks for a missing value. */
        boolean isMissing(int column, Kind kind);

        /** The cell as a number, read as in the file's dialect; NaN if it is missing or not a finite number. */
        double number(int column);
    }
}
