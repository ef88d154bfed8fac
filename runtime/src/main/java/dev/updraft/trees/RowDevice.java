package dev.updraft.trees;

/**
 * Holds rows of features in bins on a device, such as a GPU, and does there what takes all rows of a node: parts them and adds up
 * their words. Whole numbers are added, so that the sums have the bits that the processor's have. Nodes are numbered within a call.
 */
public interface RowDevice {
    /** Bins of a histogram: those of a feature that can be held, that of missing values among them. */
    int BINS = HistogramKernels.SLOT;

    /** How many nodes a call may have. */
    int mostNodes();

    /** How many histograms of all features it keeps, at least twice as many as {@link #mostNodes}. */
    int slots();

    /**
     * Begins a tree.
     *
     * @param words per row what is added up
     * @param order the rows drawn, ascending
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
     * Adds up the words of nodes' rows, and hands out histograms.
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
}
