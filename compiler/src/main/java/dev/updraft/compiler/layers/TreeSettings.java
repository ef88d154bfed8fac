package dev.updraft.compiler.layers;

import java.util.Map;

/**
 * How trees are grown.
 *
 * @param trees how many, one an epoch; of several outputs of boosted trees as many for each, without {@code vectorLeaves}
 * @param learningRate what the leaves of boosted trees are multiplied with; 1 for others
 * @param maxLeaves most leaves of a tree
 * @param maxDepth most questions from the root to a leaf; 0 for any number
 * @param maxBins how many intervals the values of a feature are put into, at most; {@link #OF_TARGET} as {@link #maxBins(boolean)}
 *     says
 * @param lambda penalty on the squares of the leaves' values
 * @param alpha penalty on their absolute values
 * @param gamma what a split has to gain at least
 * @param minChildWeight least sum of curvatures in a leaf
 * @param minSamplesLeaf least samples in a leaf
 * @param subsample part of the samples that each tree sees
 * @param bootstrap whether each tree sees as many samples as there are, drawn with replacement
 * @param colsample part of the features that each tree sees
 * @param maxFeatures part of the features that each split may ask about; {@link #OF_TARGET} for the square root of their number if the target has
 *     classes, and all if it is a number
 * @param randomThresholds whether thresholds are drawn at random, the best of one for each feature taken
 * @param outOfBag whether each sample is scored by the trees that did not see it
 * @param criterion what splits are judged by
 * @param vectorLeaves whether boosted trees of several outputs have a number for each in a leaf; otherwise each output has trees of
 *     its own; always true of trees that are not boosted
 * @param monotone by the names of features, 1 if the output may only rise with it, -1 if it may only fall
 */
public record TreeSettings(
        int trees,
        double learningRate,
        int maxLeaves,
        int maxDepth,
        int maxBins,
        double lambda,
        double alpha,
        double gamma,
        double minChildWeight,
        int minSamplesLeaf,
        double subsample,
        boolean bootstrap,
        double colsample,
        double maxFeatures,
        boolean randomThresholds,
        boolean outOfBag,
        TreeCriterion criterion,
        boolean vectorLeaves,
        Map<String, Integer> monotone) {

    private static final int USUAL_BINS = 255;
    private static final int BINS_OF_SAMPLED_FEATURES = 2047;

    /** As the target suggests: for {@link #maxFeatures} and {@link #maxBins}. */
    public static final int OF_TARGET = 0;

    public TreeSettings {
        monotone = Map.copyOf(monotone);
    }

    /**
     * How many intervals the values of a feature are put into.
     *
     * @param isSampling whether each split may ask about some features alone: then only the histograms of those are filled, and
     *     finer intervals cost little and make trees differ more
     */
    public int maxBins(boolean isSampling) {
        if (maxBins != OF_TARGET) {
            return maxBins;
        }
        return isSampling ? BINS_OF_SAMPLED_FEATURES : USUAL_BINS;
    }

    /** Whether each tree sees some of the samples alone. */
    public boolean isSampled() {
        return bootstrap || subsample < 1;
    }

    /** Most nodes of a tree: a binary tree has one leaf more than it has questions. */
    public int maxNodes() {
        return Math.toIntExact(2L * maxLeaves - 1);
    }
}
