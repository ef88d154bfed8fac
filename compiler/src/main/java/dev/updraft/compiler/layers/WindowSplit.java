package dev.updraft.compiler.layers;

import dev.updraft.compiler.columns.ColumnGroup;
import dev.updraft.compiler.columns.RowWindow;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How data is split whose samples are windows of rows: windows overlap, so that not every split keeps what it sets aside unknown. */
public final class WindowSplit {
    private WindowSplit() {}

    /** Why a split is not for windows, and what to do about it. */
    public record Misfit(String message, String help) {}

    /**
     * What speaks against a split.
     *
     * @param group whose samples are windows
     * @return null if it is fit
     */
    public static @Nullable Misfit misfit(DataSplit split, ColumnGroup group) {
        var window = Objects.requireNonNull(group.window());
        return switch (split) {
            case DataSplit.Random(var share) when share == 0 -> null;
            case DataSplit.Random(var share) ->
                new Misfit(
                        "windows of rows overlap, so that a share chosen at random would be known from training",
                        "write last(" + share + "), the latest rows"
                                + (window.by().isEmpty()
                                        ? ""
                                        : ", or by(" + window.by().getFirst() + ", " + share + "), whole series"));
            case DataSplit.Last(var share, var column) ->
                column == null || (window.order() != null && isNamed(column, window.order()))
                        ? null
                        : new Misfit(
                                "the rows of a window are in the order of "
                                        + (window.order() == null ? "the table" : "`" + window.order() + "`")
                                        + ", and cannot be split by `" + column + "`",
                                "write last(" + share + ")");
            case DataSplit.Grouped(var column, var share) ->
                window.by().stream().anyMatch(by -> isNamed(column, by))
                        ? null
                        : new Misfit(
                                "`" + column
                                        + "` does not part the window's rows, so that a series could be torn apart",
                                window.by().isEmpty()
                                        ? "write last(" + share + "), or name the column in the window: by: " + column
                                        : "write by(" + window.by().getFirst() + ", " + share + "), or last(" + share
                                                + ")");
        };
    }

    /** The split by rows: what sets the last of the data aside goes by the order of the window. */
    public static DataSplit ofRows(DataSplit split, RowWindow window) {
        return switch (split) {
            case DataSplit.Last(var share, var _) -> new DataSplit.Last(share, window.order());
            case DataSplit.Random _, DataSplit.Grouped _ -> split;
        };
    }

    private static boolean isNamed(String written, String column) {
        return written.equals(column) || written.endsWith("." + column);
    }
}
