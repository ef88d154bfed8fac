package dev.updraft.trees;

import dev.updraft.trees.TreeSettings.Categories;

/** Settings that differ from the defaults in a few things. */
final class SettingsOf {
    static final TreeSettings STUMP = TreeSettings.DEFAULT.withSize(0, 1);

    private SettingsOf() {}

    static TreeSettings leaves(TreeSettings s, double weight, int samples, double lambda, double alpha, double gamma) {
        return new TreeSettings(
                s.maxLeaves(),
                s.maxDepth(),
                weight,
                samples,
                lambda,
                alpha,
                gamma,
                s.colsample(),
                s.maxFeatures(),
                s.extraRandom(),
                s.categories(),
                s.criterion(),
                s.midway());
    }

    static TreeSettings drawing(TreeSettings s, double colsample, int maxFeatures, boolean extraRandom) {
        return new TreeSettings(
                s.maxLeaves(),
                s.maxDepth(),
                s.minChildWeight(),
                s.minSamplesLeaf(),
                s.lambda(),
                s.alpha(),
                s.gamma(),
                colsample,
                maxFeatures,
                extraRandom,
                s.categories(),
                s.criterion(),
                s.midway());
    }

    static TreeSettings categories(TreeSettings s, Categories categories) {
        return new TreeSettings(
                s.maxLeaves(),
                s.maxDepth(),
                s.minChildWeight(),
                s.minSamplesLeaf(),
                s.lambda(),
                s.alpha(),
                s.gamma(),
                s.colsample(),
                s.maxFeatures(),
                s.extraRandom(),
                categories,
                s.criterion(),
                s.midway());
    }
}
