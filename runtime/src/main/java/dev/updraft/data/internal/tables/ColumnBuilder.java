package dev.updraft.data.internal.tables;

/** Gathers the cells of a column. */
sealed interface ColumnBuilder permits NumberColumnBuilder, TextColumnBuilder {

    /** Takes the cell of the next row, which has no blanks around it. */
    void add(char[] chars, int from, int to);

    /** Number of cells so far. */
    int size();

    void removeLast();

    /** Called once; the builder is empty afterwards. */
    Column build();
}
