package dev.updraft.data.internal.tables;

/**
 * A column to read, and what its cells are.
 *
 * @param header the column's name, without blanks around it
 */
public record ColumnRequest(String header, Kind kind) {

    /** What the cells of a column are read as. */
    public enum Kind {
        /** A finite number. */
        NUMBER,
        /** Text that stands for a number: a truth value, a date or a time; missing as a number is. */
        WORD,
        /** Text, one of several values or free. */
        TEXT
    }
}
