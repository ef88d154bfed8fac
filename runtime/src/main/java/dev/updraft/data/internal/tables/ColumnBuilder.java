package dev.updraft.data.internal.tables;

/** Gathers the cells of a column. */
sealed interface ColumnBuilder permits NumberColumnBuilder, TextColumnBuilder {

    /** @param from first character of the cell, which has no blanks around it */
    void add(char[] chars, int from, int to);

    /** Number of cells so far. */
    int size();

    void removeLast();

    /** Called once; the builder is empty afterwards. */
    Column build();
}
