package dev.updraft.trees;

import org.jspecify.annotations.Nullable;

/**
 * Counts the rows of a node per bin of a feature, each as often as it was drawn.
 *
 * @param rows the rows, in the order of nodes
 * @param drawn per row how often it was drawn; null = once each
 */
record RowCounter(BinnedFeatures data, RowOrder rows, byte @Nullable [] drawn) {
    int[] count(GrowingNode node, int feature) {
        var counts = new int[data.bins(feature).count()];
        var order = rows.order();
        for (var i = node.from; i < node.to; i++) {
            counts[data.bin(feature, order[i])] += times(order[i]);
        }
        return counts;
    }

    /** The rows of a node. */
    int count(GrowingNode node) {
        if (drawn == null) {
            return node.rows();
        }
        var sum = 0;
        var order = rows.order();
        for (var i = node.from; i < node.to; i++) {
            sum += drawn[order[i]];
        }
        return sum;
    }

    private int times(int row) {
        return drawn == null ? 1 : drawn[row];
    }
}
