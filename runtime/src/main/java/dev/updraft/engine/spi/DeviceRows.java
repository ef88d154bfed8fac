package dev.updraft.engine.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of features in bins, on a device: for growing trees there. All sums are of whole numbers of 64 bits, so that they are the
 * same in any order, and splits are those of the processor. Nodes are numbered within a call.
 */
public interface DeviceRows extends AutoCloseable {
    /** How many nodes a call may have. */
    int mostNodes();

    /** How many histograms of all features are kept, at least twice as many as {@link #mostNodes}. */
    int slots();

    /** Begins a tree. */
    void begin(DeviceTree tree);

    /**
     * Parts the rows of nodes in two, which both keep their order.
     *
     * @param from per node where its rows begin in the order
     * @param to per node where they end
     * @param feature per node what it asks about, one of the tree's
     * @param tables per node and bin: 1 if rows of the bin go left, otherwise 0
     * @return per node where its right rows begin
     */
    int[] part(int[] from, int[] to, int[] feature, byte[][] tables);

    /**
     * Adds up the words of nodes' rows, by feature and bin, and finds splits.
     *
     * @param wanted at most twice as many as {@link #mostNodes}
     * @return per wanted node the split that gains most; null if there is none
     */
    List<@Nullable DeviceSplit> search(List<CountedNode> counted, List<SearchedNode> wanted);

    /** Fills in the rows as they are ordered now. */
    void order(int[] target);

    @Override
    void close();
}
