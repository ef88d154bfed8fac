package dev.updraft.data.internal;

import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.compiler.layers.WindowSplit;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.RowWindows;
import java.util.List;

/**
 * The rows of windows, which are split before the windows are: a window belongs to the part that has all its targets. The rows
 * that it sees may be those before that part, as they are known when the prediction is made.
 *
 * @param rows all rows of the windows and of their targets
 * @param split of the rows
 * @param dataSpec finds the columns that are split by
 */
public record WindowRows(Dataset rows, DataSplit split, DataSpec dataSpec) {
    /** What a message proposes where nothing is said. */
    private static final double USUAL_SHARE = 0.2;

    /**
     * What is split instead of windows.
     *
     * @param split of the data
     * @throws DataException if it would tear windows apart
     */
    public static WindowRows of(Dataset data, RowWindows windows, DataSplit split) {
        var group = windows.group();
        var misfit = WindowSplit.misfit(split.isAny() ? split : DataSplit.random(USUAL_SHARE), group);
        if (misfit != null) {
            throw new DataException(data.description() + ": the data cannot be "
                    + (split.isAny() ? "split with " + split.text() : "cut into folds at random") + ": "
                    + misfit.message()
                    + "; " + misfit.help());
        }
        var input = data.inputs().getFirst();
        return new WindowRows(
                windows.known(),
                WindowSplit.ofRows(split, windows.window()),
                new DataSpec(List.of(new DataSpec.Input(input.name(), input.shape(), group)), List.of(), List.of()));
    }
}
