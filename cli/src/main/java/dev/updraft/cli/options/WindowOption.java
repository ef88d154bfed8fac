package dev.updraft.cli.options;

import dev.updraft.cli.output.UserMistake;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which rows of a time series a new model predicts from. */
public final class WindowOption {
    @Option(
            names = "--window",
            description = "Forecast: predict the target of a later row from rows that follow one another in time.")
    private boolean window;

    @Option(
            names = "--past",
            paramLabel = "ROWS",
            converter = CountConverter.class,
            description = "Rows in a window; by default 24 hours, 7 days, 12 months, or else 10 rows.")
    private @Nullable Integer past;

    @Option(
            names = "--ahead",
            paramLabel = "ROWS",
            converter = CountConverter.class,
            description = "How many rows behind the window the target is; by default 1.")
    private @Nullable Integer ahead;

    @Option(
            names = "--order",
            paramLabel = "NAME",
            description = "Column that gives the order of rows; by default the one of dates.")
    private @Nullable String order;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "Column whose equal values make a series; may be repeated; by default found out.")
    private List<String> by = new ArrayList<>();

    /**
     * Whether windows are asked for.
     *
     * @throws UserMistake if something is said of them, but they are not
     */
    public boolean isWanted() {
        if (!window) {
            var said = past != null ? "--past" : ahead != null ? "--ahead" : order != null ? "--order" : "";
            if (!said.isEmpty() || !by.isEmpty()) {
                throw new UserMistake(
                        (said.isEmpty() ? "--by" : said) + " is for models of a time series: add --window, or omit it");
            }
        }
        return window;
    }

    /** Rows in a window; null if that is left open. */
    public @Nullable Integer past() {
        return past;
    }

    /** How many rows behind the window the target is. */
    public int ahead() {
        return ahead == null ? 1 : ahead;
    }

    /** The column that gives the order; null if it is to be found out. */
    public @Nullable String order() {
        return order;
    }

    /** The columns that make series; empty if they are to be found out. */
    public List<String> by() {
        return List.copyOf(by);
    }
}
