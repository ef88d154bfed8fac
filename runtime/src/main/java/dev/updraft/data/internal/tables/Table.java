package dev.updraft.data.internal.tables;

import java.util.List;

/**
 * Columns of a table, in the order in which they were requested.
 *
 * @param name of the file, for messages
 * @param rowPrefix what stands before the number of a row in messages
 * @param notices sentences about what was left out on the way, to show to the user
 */
public record Table(
        String name, String rowPrefix, int rows, List<Column> columns, RowLines lines, List<String> notices) {

    /** Where the row starts, for messages: {@code customers.csv:17}. */
    public String place(int row) {
        return rowPrefix + lines.line(row);
    }
}
