package dev.updraft.trees;

import dev.updraft.engine.spi.TreeShape;

/**
 * How trees grow. A leaf's value is {@code −T(G) / (H + lambda)}, G and H being the sums of its rows' gradients and curvatures
 * and T shrinking G towards 0 by {@code alpha}.
 *
 * @param maxLeaves at most this many leaves, the leaf with the largest gain splitting first; 0 = no limit: level by level
 * @param maxDepth at most this many splits above a leaf; 0 = no limit
 * @param minChildWeight least sum of curvatures of a leaf
 * @param minSamplesLeaf least number of rows of a leaf
 * @param lambda added to the sum of curvatures (L2)
 * @param alpha subtracted from the magnitude of the sum of gradients (L1)
 * @param gamma a split's gain exceeds this
 * @param colsample the share of features that a tree may use, above 0, at most 1
 * @param maxFeatures the number of features drawn for each node; 0 = all. If none of them can split the node, more are drawn
 * @param extraRandom try one random threshold per feature and node instead of all
 * @param categories how sets of categories are found
 * @param criterion what splits are judged by; {@code lambda}, {@code alpha} and monotone features are for {@link Criterion.Squares}
 *     alone
 * @param midway whether a threshold lies midway between the neighbouring values of a node, as far as bins allow, and one drawn at
 *     random where it was drawn; otherwise it lies at the end of the last bin on the left
 */
public record TreeSettings(
        int maxLeaves,
        int maxDepth,
        double minChildWeight,
        int minSamplesLeaf,
        double lambda,
        double alpha,
        double gamma,
        double colsample,
        int maxFeatures,
        boolean extraRandom,
        Categories categories,
        Criterion criterion,
        boolean midway) {

    /**
     * How sets of categories are found: categories are ordered by {@code G / (H + smoothing)}, and sets are the first or the last
     * of that order.
     *
     * @param smoothing added to a category's sum of curvatures when ordering
     * @param lambda added to {@link TreeSettings#lambda} in the gain of a set, not in leaf values
     * @param maxInSet at most this many categories in a set
     * @param exactUpTo with at most this many categories in a node, neither {@code smoothing} nor {@code lambda} apply
     */
    public record Categories(double smoothing, double lambda, int maxInSet, int exactUpTo) {
        /** The defaults. */
        public static final Categories DEFAULT = new Categories(10, 10, 32, 4);
    }

    /** Depth 6, lambda 1, least weight 1, and no other limit. */
    public static final TreeSettings DEFAULT =
            new TreeSettings(0, 6, 1, 1, 1, 0, 0, 1, 0, false, Categories.DEFAULT, new Criterion.Squares(), false);

    public TreeSettings {
        requireAtLeast("maxLeaves", maxLeaves, 0);
        requireAtLeast("maxDepth", maxDepth, 0);
        requireAtLeast("minChildWeight", minChildWeight, 0);
        requireAtLeast("minSamplesLeaf", minSamplesLeaf, 1);
        requireAtLeast("lambda", lambda, 0);
        requireAtLeast("alpha", alpha, 0);
        requireAtLeast("gamma", gamma, 0);
        requireAtLeast("maxFeatures", maxFeatures, 0);
        if (!(colsample > 0 && colsample <= 1)) {
            throw new IllegalArgumentException("colsample is above 0 and at most 1, not " + colsample);
        }
    }

    private static void requireAtLeast(String name, double value, int least) {
        if (!(value >= least)) {
            throw new IllegalArgumentException("%s is at least %s, not %s".formatted(name, least, value));
        }
    }

    /** What a device makes room for, to grow such trees. */
    public TreeShape shape(int outputs) {
        return new TreeShape(outputs, minSamplesLeaf > 1, maxFeatures > 0, extraRandom);
    }

    /** With other limits of size. */
    public TreeSettings withSize(int leaves, int depth) {
        return new TreeSettings(
                leaves,
                depth,
                minChildWeight,
                minSamplesLeaf,
                lambda,
                alpha,
                gamma,
                colsample,
                maxFeatures,
                extraRandom,
                categories,
                criterion,
                midway);
    }

    /** As trees of a forest grow: by another criterion, with thresholds midway. */
    public TreeSettings ofForest(Criterion splitCriterion) {
        return new TreeSettings(
                maxLeaves,
                maxDepth,
                minChildWeight,
                minSamplesLeaf,
                lambda,
                alpha,
                gamma,
                colsample,
                maxFeatures,
                extraRandom,
                categories,
                splitCriterion,
                true);
    }
}
