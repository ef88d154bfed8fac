package dev.updraft.trees;

import dev.updraft.trees.Feature.Categorical;
import dev.updraft.trees.Feature.Numeric;
import org.jspecify.annotations.Nullable;

/** Finds the best split of a node by one feature, from the histogram of the node's rows. */
final class SplitFinder {
    private final BinnedFeatures data;
    private final TreeSettings settings;
    private final QuantizedGradients gradients;
    private final RowCounter counter;
    private final Objective objective;
    private final RandomThreshold random;

    SplitFinder(
            BinnedFeatures data,
            TreeSettings settings,
            QuantizedGradients gradients,
            RowCounter counter,
            RandomThreshold random) {
        this.data = data;
        this.settings = settings;
        this.gradients = gradients;
        this.counter = counter;
        this.random = random;
        objective = new Objective(settings, gradients);
    }

    Objective objective() {
        return objective;
    }

    /**
     * The split with the largest gain above {@code floor} and what must be gained; null if there is none.
     *
     * @param present the bins that have rows, ascending, where they are known; otherwise null
     */
    @Nullable
    Split find(GrowingNode node, int feature, HistogramView view, int @Nullable [] present, double floor) {
        var least = Math.max(floor, objective.leastGain(node, node.rows(), gradients.curvatureCounted()));
        var found = find(node, feature, view, present, least, null);
        if (found == null || !objective.countsMatter() || certain(node, found)) {
            return found;
        }
        return find(node, feature, view, present, least, counter.count(node, feature));
    }

    private boolean certain(GrowingNode node, Split split) {
        var left = split.left().curvature();
        return left >= objective.certainCurvature && node.curvature - left >= objective.certainCurvature;
    }

    private @Nullable Split find(
            GrowingNode node,
            int feature,
            HistogramView view,
            int @Nullable [] present,
            double floor,
            int @Nullable [] counts) {
        var bins = data.bins(feature);
        return switch (bins.feature().kind()) {
            case Numeric _ -> {
                var only = settings.extraRandom() ? random.bin(node, feature, bins, view, gradients.outputs()) : 0;
                yield only < 0
                        ? null
                        : new NumericSplits(settings, gradients, objective, node, bins, view, counts, only, present)
                                .find(feature, floor);
            }
            case Categorical _ ->
                new CategorySplits(settings, gradients, objective, node, bins, view, counts).find(feature, floor);
        };
    }
}
