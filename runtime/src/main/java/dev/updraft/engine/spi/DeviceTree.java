package dev.updraft.engine.spi;

import org.jspecify.annotations.Nullable;

/**
 * What a tree grows from. A word holds a gradient and, in its lower bits, a curvature, both as whole numbers.
 *
 * @param words per output and row; of the first output alone if there is {@code outputOf}
 * @param outputOf per row the output that its word belongs to; null if a row has a word of each
 * @param times per row how often it was drawn; null: once each
 * @param order the rows drawn, ascending, and then anything
 * @param drawn how many of {@code order} they are
 * @param features those that may split; of those that gain the same, the first does
 */
public record DeviceTree(
        long[][] words,
        int @Nullable [] outputOf,
        byte @Nullable [] times,
        int[] order,
        int drawn,
        int[] features,
        Rules rules) {
    /**
     * By which rules splits are found: those that gain most by {@code Σ T(G)² / (H + lambda)}, summed up over outputs.
     *
     * @param curvatureBits how many bits of a word are the curvature's
     * @param gradientUnit what a unit of a gradient is
     * @param curvatureUnit what a unit of a curvature is
     * @param leastCurvature the least curvature of a leaf, in units
     * @param leastRows the least rows of a leaf; 0 if its curvature says whether they are enough
     * @param lambda added to curvatures
     * @param alpha what T takes from the magnitude of a gradient
     * @param randomThresholds whether one threshold of a feature is tried, where {@link SearchedNode#places} says
     * @param featuresAtATime how many features a node asks about, in the order of {@link SearchedNode#order}, before it asks about
     *     others: only if none of those splits it; all the features if there is no such order
     */
    public record Rules(
            int curvatureBits,
            double gradientUnit,
            double curvatureUnit,
            long leastCurvature,
            int leastRows,
            double lambda,
            double alpha,
            boolean randomThresholds,
            int featuresAtATime,
            Sets sets) {}

    /**
     * How sets of categories are found, which are the first or the last by gradient over curvature.
     *
     * @param smoothing added to curvatures before categories are put in order
     * @param lambda added to curvatures besides {@link Rules#lambda}
     * @param most categories of a set
     * @param exactUpTo the most categories with which neither is added
     */
    public record Sets(double smoothing, double lambda, int most, int exactUpTo) {}
}
