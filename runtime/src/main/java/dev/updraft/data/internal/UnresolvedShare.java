package dev.updraft.data.internal;

import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import java.util.function.UnaryOperator;

/**
 * A share of rows of which no model has said yet what their targets are. When one does, the rows that have a target are split
 * anew, by their classes.
 */
public final class UnresolvedShare extends ForwardingDataset {
    private final Dataset whole;
    private final UnaryOperator<Dataset> split;

    /**
     * @param whole what was split
     * @param share what is known of the share until then
     * @param split gives the share of data
     */
    public UnresolvedShare(Dataset whole, Dataset share, UnaryOperator<Dataset> split) {
        super(share);
        this.whole = whole;
        this.split = split;
    }

    @Override
    public Dataset as(DataSpec dataSpec) {
        var adapted = whole.as(dataSpec);
        return adapted.equals(whole) ? this : split.apply(adapted);
    }
}
