package dev.updraft.trees;

import org.jspecify.annotations.Nullable;

/** The splits of one node by the thresholds of one feature. */
final class NumericSplits {
    private final Objective objective;
    private final GrowingNode node;
    private final FeatureBins bins;
    private final HistogramView view;
    private final int @Nullable [] counts;
    private final int drawn;
    private final int only;
    private final boolean midway;
    private final int @Nullable [] present;
    private final int ends;
    private final int outputs;
    private final int bits;
    private final long mask;
    private final int leastRows;
    private final int rows;
    private final boolean bounded;

    private double best;
    private int bestBin;
    private boolean bestMissingLeft;

    /**
     * @param counts per bin the number of rows, if curvature does not tell whether there are enough
     * @param drawn the one bin to split behind, not before the first that has rows; 0 = any
     * @param present the bins that have rows, ascending, if few have
     */
    NumericSplits(
            TreeSettings settings,
            QuantizedGradients gradients,
            Objective objective,
            GrowingNode node,
            FeatureBins bins,
            HistogramView view,
            int @Nullable [] counts,
            int drawn,
            int @Nullable [] present) {
        this.objective = objective;
        this.node = node;
        this.bins = bins;
        this.view = view;
        this.counts = counts;
        this.drawn = drawn;
        midway = settings.midway();
        this.present = present;
        ends = present == null ? bins.count() : present.length;
        outputs = gradients.outputs();
        only = lastWithRows(drawn);
        bits = gradients.curvatureBits();
        mask = (1L << bits) - 1;
        leastRows = settings.minSamplesLeaf();
        rows = counts == null ? 0 : total(counts);
        bounded = bins.feature().monotone() != 0
                || node.lower != Double.NEGATIVE_INFINITY
                || node.upper != Double.POSITIVE_INFINITY;
    }

    private static int total(int[] counts) {
        var sum = 0;
        for (var count : counts) {
            sum += count;
        }
        return sum;
    }

    @Nullable
    Split find(int feature, double floor) {
        var score = bounded
                ? objective.score(
                        node.sums.gradients[0],
                        node.curvature,
                        objective.lambda(),
                        objective.value(node.sums, 0, node.lower, node.upper))
                : objective.score(node.sums, objective.lambda());
        best = score + floor;
        if (outputs == 1) {
            scanOne();
        } else {
            scanSeveral();
        }
        return bestBin == 0 ? null : split(feature, best - score);
    }

    /** The bin at a place among those that may have rows. */
    private int bin(int place) {
        return present == null ? place : present[place];
    }

    /** The first place of a bin of numbers. */
    private int start() {
        return present == null || present[0] == FeatureBins.MISSING ? 1 : 0;
    }

    private void scanOne() {
        var sums = view.sums(0);
        var base = view.base();
        var missing = sums[base];
        var total = (node.sums.gradients[0] << bits) + node.curvature;
        var left = 0L;
        var leftRows = 0;
        for (var place = start(); place < ends; place++) {
            var bin = bin(place);
            var word = sums[base + bin];
            leftRows += counts == null ? 0 : counts[bin];
            if (word == 0) {
                continue;
            }
            left += word;
            if (node.curvature - (left & mask) < objective.leastCurvature) {
                break;
            }
            if (only != 0 && only != bin) {
                continue;
            }
            if (enough(left & mask, leftRows)) {
                consider(bin, false, left, total - left);
            }
            if (missing != 0) {
                var both = left + missing;
                if (enough(both & mask, leftRows + (counts == null ? 0 : counts[0]))) {
                    consider(bin, true, both, total - both);
                }
            }
        }
    }

    private boolean enough(long leftCurvature, int leftRows) {
        return leftCurvature >= objective.leastCurvature
                && node.curvature - leftCurvature >= objective.leastCurvature
                && (counts == null || (leftRows >= leastRows && rows - leftRows >= leastRows));
    }

    private void consider(int bin, boolean missingLeft, long left, long right) {
        var score = bounded
                ? boundedScore(left, right)
                : objective.score(left >> bits, left & mask, objective.lambda())
                        + objective.score(right >> bits, right & mask, objective.lambda());
        if (score > best) {
            best = score;
            bestBin = bin;
            bestMissingLeft = missingLeft;
        }
    }

    private double boundedScore(long left, long right) {
        var leftValue = objective.value(left >> bits, left & mask, node.lower, node.upper);
        var rightValue = objective.value(right >> bits, right & mask, node.lower, node.upper);
        if (bins.feature().monotone() * (rightValue - leftValue) < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        return objective.score(left >> bits, left & mask, objective.lambda(), leftValue)
                + objective.score(right >> bits, right & mask, objective.lambda(), rightValue);
    }

    private void scanSeveral() {
        var left = node.sums.empty();
        var right = node.sums.empty();
        var missing = node.sums.empty();
        var anyMissing = missing.add(view, FeatureBins.MISSING, bits);
        var leftRows = 0;
        for (var place = start(); place < ends; place++) {
            var bin = bin(place);
            leftRows += counts == null ? 0 : counts[bin];
            if (!left.add(view, bin, bits)) {
                continue;
            }
            var leftCurvature = left.curvature();
            if (node.curvature - leftCurvature < objective.leastCurvature) {
                break;
            }
            if (only != 0 && only != bin) {
                continue;
            }
            if (enough(leftCurvature, leftRows)) {
                consider(bin, false, left, right);
            }
            if (anyMissing
                    && enough(leftCurvature + missing.curvature(), leftRows + (counts == null ? 0 : counts[0]))) {
                left.add(missing, 1);
                consider(bin, true, left, right);
                left.add(missing, -1);
            }
        }
    }

    /** @param right becomes what is on the right */
    private void consider(int bin, boolean missingLeft, GradientSums left, GradientSums right) {
        right.setRest(node.sums, left);
        var score = objective.score(left, objective.lambda()) + objective.score(right, objective.lambda());
        if (score > best) {
            best = score;
            bestBin = bin;
            bestMissingLeft = missingLeft;
        }
    }

    private Split split(int feature, double gain) {
        var left = node.sums.empty();
        for (var place = bestMissingLeft ? 0 : start(); place < ends && bin(place) <= bestBin; place++) {
            left.add(view, bin(place), bits);
        }
        var curvature = left.curvature();
        // Without missing values in training they follow most rows.
        var missingLeft =
                view.isEmpty(FeatureBins.MISSING, outputs) ? curvature > node.curvature - curvature : bestMissingLeft;
        return new Split(feature, midway ? middle(bestBin) : bestBin, null, missingLeft, gain, left);
    }

    /** Where the threshold is if not at the end of the last bin on the left. */
    private int middle(int bin) {
        if (only != 0) {
            return drawn;
        }
        var next = bin + 1;
        while (next < bins.count() - 1 && empty(next)) {
            next++;
        }
        return bins.middle(bin, next);
    }

    private boolean empty(int bin) {
        return view.isEmpty(bin, outputs);
    }

    private int lastWithRows(int bin) {
        var last = bin;
        while (last > 0 && empty(last)) {
            last--;
        }
        return last;
    }
}
