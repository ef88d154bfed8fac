package dev.updraft.data;

import java.util.List;

/** The cells of a column of a table, before anything is learnt from them. Safe for concurrent readers. */
public sealed interface ColumnValues {

    /**
     * Of columns of numbers, truth values (1 or 0), dates and points in time (days since 1970-01-01) and times of day (seconds
     * since midnight).
     */
    non-sealed interface Numbers extends ColumnValues {
        /** The number of a row; NaN where the cell is missing. */
        double at(int row);
    }

    /** Of categories, words and ids. Equal texts have equal codes. */
    non-sealed interface Texts extends ColumnValues {
        /** The place among the {@link #texts} of that of a row; -1 where the cell is missing. */
        int code(int row);

        /** The different texts. */
        List<String> texts();
    }

    /** Of a column that the data does not have: a network does not see it. */
    record Absent() implements ColumnValues {}

    /** Those of some rows: row {@code i} is the row {@code rows[i]} of these. */
    default ColumnValues of(int[] rows) {
        return switch (this) {
            case Numbers numbers -> (Numbers) row -> numbers.at(rows[row]);
            case Texts texts ->
                new Texts() {
                    @Override
                    public int code(int row) {
                        return texts.code(rows[row]);
                    }

                    @Override
                    public List<String> texts() {
                        return texts.texts();
                    }
                };
            case Absent absent -> absent;
        };
    }
}
