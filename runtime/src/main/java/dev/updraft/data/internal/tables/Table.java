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

    /** Where the row starts, for messages: {@code customers.csv:17}; if several start there, also which it is. */
    public String place(int row) {
        var line = lines.line(row);
        var alone = (row == 0 || lines.line(row - 1) != line) && (row + 1 >= rows || lines.line(row + 1) != line);
        return rowPrefix + line + (alone ? "" : ", row " + (row + 1));
    }
}
