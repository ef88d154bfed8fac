package dev.updraft.engine.spi;

/**
 * Rows of features in bins, on a device: for growing trees there. All sums are of whole numbers of 64 bits, so that they are the
 * same in any order. Nodes are numbered within a call.
 */
public interface DeviceRows extends AutoCloseable {
    /** Bins of a feature in a histogram. */
    int BINS = 256;

    /** How many nodes a call may have. */
    int mostNodes();

    /** How many histograms of all features are kept, at least twice as many as {@link #mostNodes}. */
    int slots();

    /**
     * Begins a tree.
     *
     * @param words per row what is added up
     * @param order the rows of the tree, ascending
     * @param drawn how many of {@code order} they are
     * @param features those that histograms are needed of, ascending
     */
    void begin(long[] words, int[] order, int drawn, int[] features);

    /**
     * Parts the rows of nodes in two, which both keep their order.
     *
     * @param from per node where its rows begin in the order
     * @param to per node where they end
     * @param feature per node what it asks about
     * @param tables per node and bin: 1 if rows of the bin go left, otherwise 0
     * @return per node where its right rows begin
     */
    int[] part(int[] from, int[] to, int[] feature, byte[][] tables);

    /**
     * Adds up the words of nodes' rows, by feature and bin, and hands out histograms.
     *
     * @param from per node where its rows begin in the order
     * @param to per node where they end
     * @param slot per node where its histogram is kept
     * @param parent per node the slot that its histogram is subtracted from; −1 if from none
     * @param wanted slots, at most twice as many as {@link #mostNodes}
     * @return by wanted slot, then feature of {@link #begin}, then bin: sums. Written over by the next call
     */
    long[] count(int[] from, int[] to, int[] slot, int[] parent, int[] wanted);

    /** Fills in the rows as they are ordered now. */
    void order(int[] target);

    @Override
    void close();
}
