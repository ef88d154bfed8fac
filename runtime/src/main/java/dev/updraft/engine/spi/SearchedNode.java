package dev.updraft.engine.spi;

/**
 * A node that a split is wanted of.
 *
 * @param slot where its histogram is
 * @param gradients per output the sum of its rows, in units
 * @param curvature the sum of its rows, in units
 * @param lower the least value of its leaves
 * @param upper the greatest value of its leaves
 * @param leastGain what a split must gain more than
 * @param order places of the tree's features in the order in which they are asked about; empty for that of the tree
 * @param places per feature of the tree, from 0 to 1: where between its least and its greatest number the one threshold is; empty
 *     if all are tried
 */
public record SearchedNode(
        int slot,
        long[] gradients,
        long curvature,
        double lower,
        double upper,
        double leastGain,
        int[] order,
        double[] places) {
    /** Whether the values of its leaves are kept in bounds. */
    public boolean bounded() {
        return lower != Double.NEGATIVE_INFINITY || upper != Double.POSITIVE_INFINITY;
    }
}
