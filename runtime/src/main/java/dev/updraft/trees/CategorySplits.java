package dev.updraft.trees;

import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The splits of one node by sets of the categories of one feature, missing values being a category too. Categories are ordered
 * by gradient over curvature; a set is the beginning or the end of that order. With several outputs there is an order by each.
 */
final class CategorySplits {
    /** Orders are tried by this many outputs at most. */
    private static final int MOST_ORDERS = 16;

    private final TreeSettings settings;
    private final QuantizedGradients gradients;
    private final Objective objective;
    private final GrowingNode node;
    private final FeatureBins bins;
    private final HistogramView view;
    private final int @Nullable [] counts;
    private final int rows;

    private double best;
    private int @Nullable [] bestSet;

    CategorySplits(
            TreeSettings settings,
            QuantizedGradients gradients,
            Objective objective,
            GrowingNode node,
            FeatureBins bins,
            HistogramView view,
            int @Nullable [] counts) {
        this.settings = settings;
        this.gradients = gradients;
        this.objective = objective;
        this.node = node;
        this.bins = bins;
        this.view = view;
        this.counts = counts;
        rows = counts == null ? 0 : Arrays.stream(counts).sum();
    }

    @Nullable
    Split find(int feature, double floor) {
        var present = present();
        if (present.length < 2) {
            return null;
        }
        var few = present.length <= settings.categories().exactUpTo();
        var smoothing = few ? 0 : settings.categories().smoothing();
        var lambda = objective.lambda() + (few ? 0 : settings.categories().lambda());
        var score = score(node.sums, objective.lambda());
        best = score + floor;
        for (var output = 0; output < Math.min(gradients.outputs(), MOST_ORDERS); output++) {
            var ordered = ordered(present, output, smoothing);
            scan(ordered, lambda);
            scan(reversed(ordered), lambda);
        }
        return bestSet == null ? null : split(feature, bestSet, best - score);
    }

    private boolean bounded() {
        return node.lower != Double.NEGATIVE_INFINITY || node.upper != Double.POSITIVE_INFINITY;
    }

    private Integer[] present() {
        var found = new Integer[bins.count()];
        var count = 0;
        for (var bin = 0; bin < bins.count(); bin++) {
            if (!view.isEmpty(bin, gradients.outputs())) {
                found[count++] = bin;
            }
        }
        return Arrays.copyOf(found, count);
    }

    private GradientSums sums(int bin) {
        var sums = node.sums.empty();
        sums.add(view, bin, gradients.curvatureBits());
        return sums;
    }

    private Integer[] ordered(Integer[] present, int output, double smoothing) {
        var keys = new double[bins.count()];
        for (var bin : present) {
            var sums = sums(bin);
            var h = objective.curvature(sums, output) + smoothing;
            var g = sums.gradients[output] * objective.gradientUnit;
            keys[bin] = g == 0 ? 0 : g / h;
        }
        var ordered = present.clone();
        Arrays.sort(ordered, Comparator.comparingDouble(bin -> keys[bin]));
        return ordered;
    }

    private static Integer[] reversed(Integer[] values) {
        return Arrays.asList(values).reversed().toArray(Integer[]::new);
    }

    private void scan(Integer[] ordered, double lambda) {
        var left = node.sums.empty();
        var right = node.sums.empty();
        var leftRows = 0;
        for (var i = 0; i < ordered.length - 1 && i < settings.categories().maxInSet(); i++) {
            left.add(view, ordered[i], gradients.curvatureBits());
            leftRows += counts == null ? 0 : counts[ordered[i]];
            if (enough(left.curvature(), leftRows)) {
                right.setRest(node.sums, left);
                var score = score(left, lambda) + score(right, lambda);
                if (score > best) {
                    best = score;
                    bestSet = bins(ordered, i + 1);
                }
            }
        }
    }

    private static int[] bins(Integer[] ordered, int count) {
        return Arrays.stream(ordered).limit(count).mapToInt(bin -> bin).toArray();
    }

    private double score(GradientSums sums, double lambda) {
        return bounded()
                ? objective.score(
                        sums.gradients[0], sums.curvature(), lambda, objective.value(sums, 0, node.lower, node.upper))
                : objective.score(sums, lambda);
    }

    private boolean enough(long curvature, int leftRows) {
        return curvature >= objective.leastCurvature
                && node.curvature - curvature >= objective.leastCurvature
                && (counts == null
                        || (leftRows >= settings.minSamplesLeaf() && rows - leftRows >= settings.minSamplesLeaf()));
    }

    private Split split(int feature, int[] set, double gain) {
        var inSet = new boolean[bins.count()];
        var left = node.sums.empty();
        for (var bin : set) {
            inSet[bin] = true;
            left.add(view, bin, gradients.curvatureBits());
        }
        var isNoneMissing = sums(FeatureBins.MISSING).curvature() == 0;
        var missingLeft = isNoneMissing ? 2 * left.curvature() > node.curvature : inSet[FeatureBins.MISSING];
        return new Split(feature, 0, inSet, missingLeft, gain, left);
    }
}
