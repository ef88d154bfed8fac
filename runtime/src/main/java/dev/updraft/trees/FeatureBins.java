package dev.updraft.trees;

import dev.updraft.trees.Feature.Categorical;
import java.util.Arrays;

/**
 * The bins of one feature: bin 0 holds missing values, bin {@code c + 1} category c, or bin {@code i + 1} the numbers up to
 * {@code thresholds[i]} that no bin before it holds.
 *
 * @param count the number of bins
 * @param thresholds ascending, one fewer than there are bins of numbers; empty for categories
 * @param padded the thresholds, filled up with infinity to a power of two
 */
record FeatureBins(Feature feature, int count, float[] thresholds, float[] padded) {
    /** Where missing values are. */
    static final int MISSING = 0;

    /** The bins of a categorical feature, one per category. */
    static FeatureBins ofCategories(Feature feature, Categorical kind) {
        return new FeatureBins(feature, kind.count() + 1, new float[0], new float[0]);
    }

    /** The bins of a numeric feature, one more than there are thresholds, and that of missing values. */
    static FeatureBins ofThresholds(Feature feature, float[] thresholds) {
        var padded = Arrays.copyOf(thresholds, Integer.highestOneBit(Math.max(1, thresholds.length)) * 2);
        Arrays.fill(padded, thresholds.length, padded.length, Float.POSITIVE_INFINITY);
        return new FeatureBins(feature, thresholds.length + 2, thresholds, padded);
    }

    /** Halfway between two neighbouring values, so that {@code lower <= threshold < upper}. */
    static float between(float lower, float upper) {
        var middle = (float) (0.5 * lower + 0.5 * upper);
        if (middle < upper && middle >= lower) {
            return middle;
        }
        return upper == Float.POSITIVE_INFINITY && lower < Float.MAX_VALUE ? Float.MAX_VALUE : lower;
    }

    /** The threshold above a bin of numbers. */
    float above(int bin) {
        return bin <= thresholds.length ? thresholds[bin - 1] : Float.POSITIVE_INFINITY;
    }

    /** Of the bins from one to that before the next with rows, the one whose end is next to the middle. */
    int middle(int bin, int next) {
        var middle = ((double) above(bin) + above(next - 1)) / 2;
        var chosen = bin;
        while (chosen + 1 < next && Math.abs(above(chosen + 1) - middle) <= Math.abs(above(chosen) - middle)) {
            chosen++;
        }
        return chosen;
    }

    /** Whether bins fit a byte. */
    boolean narrow() {
        return count <= 256;
    }

    /** The bin of a value. */
    int binOf(float x) {
        return switch (feature.kind()) {
            case Feature.Numeric _ -> numericBin(x);
            case Categorical(var categories) -> x >= 0 && x < categories ? (int) x + 1 : MISSING;
        };
    }

    private int numericBin(float x) {
        if (Float.isNaN(x)) {
            return MISSING;
        }
        var below = 0;
        for (var step = padded.length >> 1; step > 0; step >>= 1) {
            below += x > padded[below + step - 1] ? step : 0;
        }
        return below + 1;
    }
}
