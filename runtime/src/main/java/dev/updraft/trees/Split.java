package dev.updraft.trees;

import org.jspecify.annotations.Nullable;

/**
 * How a node splits.
 *
 * @param bin a numeric feature's last bin on the left; 0 if categories split
 * @param set the bins of a categorical feature on the left; null if a threshold splits
 * @param missingLeft whether missing values go left
 * @param gain how much the sum of {@code T(G)² / (H + lambda)} over leaves rises
 * @param left the sums of the rows on the left
 */
record Split(int feature, int bin, boolean @Nullable [] set, boolean missingLeft, double gain, GradientSums left) {
    /** Whether rows of a bin go left. */
    boolean goesLeft(int rowBin) {
        if (rowBin == FeatureBins.MISSING) {
            return missingLeft;
        }
        return set == null ? rowBin <= bin : set[rowBin];
    }

    /** Per bin: 1 if it goes left, otherwise 0. */
    byte[] table(FeatureBins bins) {
        var table = new byte[Math.max(HistogramKernels.SLOT, bins.count())];
        for (var i = 0; i < bins.count(); i++) {
            table[i] = (byte) (goesLeft(i) ? 1 : 0);
        }
        return table;
    }
}
