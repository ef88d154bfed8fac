package dev.updraft.training.trees;

import dev.updraft.compiler.layers.TreeFeature;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.compiler.layers.TreeLayer.Link;
import dev.updraft.trees.Criterion;
import dev.updraft.trees.Feature;
import dev.updraft.trees.TreeSettings;
import java.util.List;

/** What a layer says of its trees, as those who grow them take it. */
record TreeParameters(TreeLayer layer) {

    List<Feature> features() {
        return layer.features().stream().map(this::feature).toList();
    }

    private Feature feature(TreeFeature feature) {
        if (feature.isCategory()) {
            return Feature.categorical(feature.name(), feature.categories());
        }
        var direction = layer.settings().monotone().getOrDefault(feature.name(), 0);
        return new Feature(feature.name(), new Feature.Numeric(), direction);
    }

    /** @param criterion as {@link TreeCriteria} finds it */
    TreeSettings settings(Criterion criterion) {
        var wanted = layer.settings();
        return new TreeSettings(
                wanted.maxLeaves(),
                wanted.maxDepth(),
                wanted.minChildWeight(),
                wanted.minSamplesLeaf(),
                wanted.lambda(),
                wanted.alpha(),
                wanted.gamma(),
                wanted.colsample(),
                maxFeatures(),
                wanted.randomThresholds(),
                TreeSettings.Categories.DEFAULT,
                criterion,
                layer.kind().isMean());
    }

    /** How many intervals a feature has at most. */
    int maxBins() {
        return layer.settings().maxBins(maxFeatures() > 0);
    }

    /** How many features each split may ask about; 0 for all. */
    private int maxFeatures() {
        var all = layer.features().size();
        var share = layer.settings().maxFeatures();
        if (share == dev.updraft.compiler.layers.TreeSettings.OF_TARGET) {
            return layer.link() == Link.NONE ? 0 : Math.max(1, (int) Math.sqrt(all));
        }
        var some = Math.max(1, (int) Math.round(share * all));
        return some == all ? 0 : some;
    }
}
