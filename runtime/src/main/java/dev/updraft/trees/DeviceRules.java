package dev.updraft.trees;

import dev.updraft.engine.spi.DeviceSplit;
import dev.updraft.engine.spi.DeviceTree;
import dev.updraft.engine.spi.SearchedNode;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a device finds the splits of a tree by, and what it finds.
 *
 * @param features those that may split, in the order in which they are asked about
 */
record DeviceRules(
        BinnedFeatures data,
        TreeSettings settings,
        QuantizedGradients gradients,
        Objective objective,
        int[] features,
        long seed,
        int tree) {

    /** The tree that begins. */
    DeviceTree tree(int[] order, byte @Nullable [] drawn) {
        var words = new long[gradients.single() ? 1 : gradients.outputs()][];
        Arrays.setAll(words, gradients::words);
        var sets = settings.categories();
        return new DeviceTree(
                words,
                gradients.single() ? gradients.outputOf() : null,
                drawn,
                order,
                gradients.drawnRows(),
                features,
                new DeviceTree.Rules(
                        gradients.curvatureBits(),
                        objective.gradientUnit,
                        objective.curvatureUnit,
                        objective.leastCurvature,
                        objective.countsMatter() ? settings.minSamplesLeaf() : 0,
                        settings.lambda(),
                        settings.alpha(),
                        settings.extraRandom(),
                        draws() ? settings.maxFeatures() : features.length,
                        new DeviceTree.Sets(sets.smoothing(), sets.lambda(), sets.maxInSet(), sets.exactUpTo())));
    }

    /** Whether each node draws the features that it asks about first. */
    private boolean draws() {
        return settings.maxFeatures() > 0 && settings.maxFeatures() < features.length;
    }

    /** A node to find a split of. */
    SearchedNode searched(GrowingNode node) {
        var places = IntStream.range(0, features.length).toArray();
        return new SearchedNode(
                node.slot,
                node.gradients,
                node.curvature,
                node.lower,
                node.upper,
                Math.max(0, objective.leastGain(node, node.rows(), gradients.curvatureCounted())),
                draws() ? SampledSearch.drawn(places, seed, tree, node) : new int[0],
                settings.extraRandom() ? places(node) : new double[0]);
    }

    private double[] places(GrowingNode node) {
        var random = new RandomThreshold(seed, tree);
        return Arrays.stream(features)
                .mapToDouble(feature -> random.place(node, feature))
                .toArray();
    }

    /** What was found, as the processor says it. */
    Split split(GrowingNode node, DeviceSplit found) {
        var bins = data.bins(found.feature());
        // Without missing values in training they follow most rows.
        var missingLeft =
                found.hasMissing() ? found.missingLeft() : found.curvature() > node.curvature - found.curvature();
        var isSet = bins.feature().kind() instanceof Feature.Categorical;
        return new Split(
                found.feature(),
                isSet ? 0 : threshold(bins, found),
                isSet ? set(bins, found.set()) : null,
                missingLeft,
                found.gain(),
                found.gradients(),
                found.curvature());
    }

    private int threshold(FeatureBins bins, DeviceSplit found) {
        if (!settings.midway()) {
            return found.bin();
        }
        return settings.extraRandom() ? found.next() : bins.middle(found.bin(), found.next());
    }

    private static boolean[] set(FeatureBins bins, long[] words) {
        var set = new boolean[bins.count()];
        for (var bin = 0; bin < set.length; bin++) {
            set[bin] = (words[bin / Long.SIZE] >>> bin & 1) == 1;
        }
        return set;
    }
}
