package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.open;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameter.required;
import static dev.updraft.compiler.catalog.Parameters.COUNT;

import dev.updraft.compiler.columns.RowWindow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Names of what stands between an input's name and its columns: which rows of a table a sample is. */
final class RowWindows {
    private RowWindows() {}

    private static final ParameterType<String> COLUMN_NAME = new ParameterType.ColumnName();
    private static final Parameter<Integer> PAST = required("past", COUNT, 48, "number of rows in a window");
    private static final Parameter<Optional<String>> ORDER =
            open("order", COLUMN_NAME, "the table", "column that gives the order: a date, a datetime or a number");
    private static final Parameter<Integer> AHEAD = optional(
            "ahead",
            new ParameterType.Whole(0, Integer.MAX_VALUE),
            1,
            "how many rows behind the window's last one its target is; 0 for that row itself");
    private static final Parameter<Integer> STRIDE =
            optional("stride", COUNT, 1, "how many rows further the next window is");
    private static final Parameter<List<String>> BY = optional(
            "by",
            new ParameterType.ListOf<>(COLUMN_NAME),
            List.of(),
            "none",
            "columns whose equal values make a series; windows have rows of one series");
    private static final Parameter<Optional<Duration>> EVERY = open(
            "every",
            new ParameterType.Time(),
            "evenly spaced",
            "time from a row to the next, such as \"15m\", \"1h\" or \"24h\"; no window crosses a gap");

    static final Table<RowWindow> TABLE = new Table<>(
            "window of rows",
            List.of(of(
                    "window",
                    doc(
                                    "rows that follow one another in time, with a target in a later row",
                                    "input series: window(past: 48, order: at) { at: datetime }")
                            .noting(
                                    "The input is [batch, past, n]: encode and single columns keep the axis of rows, the"
                                            + " oldest first. A target of number or class is that of the row `ahead` rows later;"
                                            + " number[24] with ahead: 24 is that of all the next 24 rows. Of the order's column"
                                            + " encode gives only parts that recur, such as hours. A part that is set aside, with"
                                            + " last(0.2) or by(station, 0.2), has the windows whose targets are in it."),
                    RowWindows::window)));

    private static RowWindow window(Arguments a) {
        return new RowWindow(
                a.get(PAST),
                a.get(AHEAD),
                a.get(STRIDE),
                a.get(ORDER).orElse(null),
                a.get(BY),
                a.get(EVERY).orElse(null));
    }
}
