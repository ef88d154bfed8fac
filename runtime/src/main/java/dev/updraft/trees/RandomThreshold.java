package dev.updraft.trees;

import dev.updraft.compiler.ops.Philox;

/** Draws the one threshold that is tried of a feature in a node, uniform between the least and the greatest of its values. */
record RandomThreshold(long seed, int tree) {
    private static final int STREAM = 0x7267_0001;

    /** The last bin on the left, which may have no rows; −1 if all values are in the same bin. */
    int bin(GrowingNode node, int feature, FeatureBins bins, HistogramView view, int outputs) {
        var first = 1;
        while (first < bins.count() && view.isEmpty(first, outputs)) {
            first++;
        }
        var last = bins.count() - 1;
        while (last > first && view.isEmpty(last, outputs)) {
            last--;
        }
        if (last <= first) {
            return -1;
        }
        var low = Math.max(bins.above(first), -Float.MAX_VALUE);
        var high = Math.min(bins.above(last - 1), Float.MAX_VALUE);
        var drawn = bins.binOf((float) (low + place(node, feature) * ((double) high - low)));
        return Math.clamp(drawn, first, last - 1);
    }

    /** Where it is between the least and the greatest value, from 0 to 1. */
    double place(GrowingNode node, int feature) {
        return Philox.uniform(seed, (long) tree << Integer.SIZE | node.id, STREAM, feature);
    }
}
