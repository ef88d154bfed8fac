package dev.updraft.compiler.columns;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a table a sample is: {@code window(past: 48, ahead: 1, order: time, by: station)}. Rows are put in the order of a
 * column, those of each station on their own. A sample is some of them that follow one another, and its target is in a later row.
 *
 * @param past how many rows a sample has
 * @param ahead how many rows behind the last of them its target is; 0 for that row itself
 * @param stride how many rows further the next sample is
 * @param order the column that gives the order; null for that of the table
 * @param by the columns whose equal values make a series; none if all rows are one
 * @param every the time from a row to the next, where it tells gaps; null if rows are taken as evenly spaced
 */
public record RowWindow(
        int past,
        int ahead,
        int stride,
        @Nullable String order,
        List<String> by,
        @Nullable Duration every) {
    public RowWindow {
        by = List.copyOf(by);
    }

    /** In words: {@code windows of 48 rows in the order of time, by station, with targets 1 row later}. */
    public String words() {
        return "windows of " + counted(past) + " in the order of " + (order == null ? "the table" : order)
                + (by.isEmpty() ? "" : ", by " + String.join(", ", by)) + ", with targets "
                + (ahead == 0 ? "of the last" : counted(ahead) + " later");
    }

    private static String counted(int rows) {
        return rows + (rows == 1 ? " row" : " rows");
    }
}
