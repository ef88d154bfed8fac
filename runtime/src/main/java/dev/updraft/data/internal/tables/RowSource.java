package dev.updraft.data.internal.tables;

import java.util.List;

/** What a file format provides, from which {@link StreamedTable} makes a {@link TableFile}. */
interface RowSource {

    String name();

    /** What stands before the number of a line or row in messages: {@code customers.csv:}. */
    default String rowPrefix() {
        return name() + ":";
    }

    List<String> header();

    String description();

    NumberParser numbers();

    MissingMarks missing();

    /** The text of a cell that a row leaves out; empty for a missing one. */
    String absent(int column);

    /** Whether {@code csv(…)} in a {@code fit} block can say how it is written. */
    default boolean takesCsvOptions() {
        return false;
    }

    /** Passes all rows to the sink; called several times. */
    void read(CellSink sink, TableProblems problems);
}
