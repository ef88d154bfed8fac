package dev.updraft.trees;

import java.util.List;

/** Rows of features in bins. */
public final class BinnedFeatures {
    private final int rows;
    private final List<Feature> features;

    BinnedFeatures(int rows, List<Feature> features) {
        this.rows = rows;
        this.features = features;
    }

    /**
     * Finds bins and fills them.
     *
     * @param maxBins at most this many bins per numeric feature, one more for missing values not counted; 255 is fastest
     * @throws IllegalArgumentException if the source has no rows, or not as many features as {@code features}
     */
    public static BinnedFeatures of(FeatureSource source, List<Feature> features, int maxBins, Workers workers) {
        return new BinnedFeatures(source.rows(), features);
    }

    /** The number of rows. */
    public int rows() {
        return rows;
    }

    /** The features. */
    public List<Feature> features() {
        return features;
    }
}
