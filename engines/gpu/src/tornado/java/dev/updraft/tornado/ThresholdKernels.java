package dev.updraft.tornado;

import dev.updraft.engine.gpu.emit.device.TreeCall;
import dev.updraft.engine.gpu.emit.device.TreeRules;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.DoubleArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;

/** The kernel that finds the best threshold of a feature in a histogram. */
public final class ThresholdKernels {
    private ThresholdKernels() {}

    /** The bin behind which a threshold was drawn; −1 if there is only one bin of numbers. */
    private static int threshold(
            IntArray tree, DoubleArray rules, LongArray histograms, int base, int feature, double place) {
        int count = tree.get(feature + TreeRules.COUNT);
        int first = 0;
        int last = 0;
        for (int bin = 1; bin < count; bin++) {
            if (SplitScores.filled(tree, histograms, base + bin) == 1) {
                first = first == 0 ? bin : first;
                last = bin;
            }
        }
        int drawn = -1;
        if (last > first) {
            // The upper end of bin b, which is the one behind the missing values' and the b − 1 before it.
            int ends = tree.get(feature + TreeRules.THRESHOLDS) - 1;
            double most = rules.get(TreeRules.MOST);
            double low = rules.get(ends + first);
            low = low < -most ? -most : low;
            double high = rules.get(ends + last - 1);
            high = high > most ? most : high;
            double step = place > 0 ? place * (high - low) : 0;
            float value = (float) (low + step);
            drawn = first;
            for (int bin = first; bin < last - 1; bin++) {
                drawn = value > rules.get(ends + bin) ? bin + 1 : drawn;
            }
        }
        return drawn;
    }

    /** A work-item has a node and a feature of numbers: finds the best threshold. */
    public static void find_thresholds(
            KernelContext context,
            IntArray tree,
            DoubleArray rules,
            IntArray call,
            LongArray nodes,
            DoubleArray bounds,
            LongArray histograms,
            LongArray splits,
            DoubleArray scores) {
        int index = context.globalIdx;
        int features = tree.get(TreeRules.FEATURES);
        int wanted = index / features;
        if (wanted < call.get(TreeCall.WANTED)) {
            int asked = SplitScores.asked(tree, call, wanted, index % features);
            int feature = TreeKernels.feature(asked);
            if (tree.get(feature + TreeRules.CATEGORICAL) == 0) {
                int outputs = tree.get(TreeRules.OUTPUTS);
                int plane = tree.get(TreeRules.BINS);
                int bits = tree.get(TreeRules.CURVATURE_BITS);
                int random = tree.get(TreeRules.RANDOM);
                int base = SplitScores.base(tree, call, wanted, feature);
                int count = tree.get(feature + TreeRules.COUNT);
                int direction = tree.get(feature + TreeRules.DIRECTION);
                int node = wanted * (TreeCall.GRADIENTS + outputs);
                int bound = wanted * (TreeCall.DRAWN + features * random);
                int bounded = direction != 0 ? 1 : (int) nodes.get(node + TreeCall.BOUNDED);
                double lambda = rules.get(TreeRules.LAMBDA);
                double unsplit = SplitScores.unsplit(tree, rules, nodes, node, bounds, bound, bounded);
                double best = unsplit + bounds.get(bound + TreeCall.LEAST_GAIN);
                int at = index * (TreeCall.LEFT + outputs);
                int left = at + TreeCall.LEFT;
                int bestBin = 0;
                int bestSide = 0;
                int drawn = 0;
                int only = 0;
                int end = count;
                if (random == 1) {
                    double place = bounds.get(bound + TreeCall.DRAWN + asked);
                    drawn = threshold(tree, rules, histograms, base, feature, place);
                    for (int bin = 1; bin <= drawn; bin++) {
                        only = SplitScores.filled(tree, histograms, base + bin) == 1 ? bin : only;
                    }
                    end = drawn < 0 ? 0 : count;
                }
                for (int k = 0; k < outputs; k++) {
                    splits.set(left + k, 0L);
                }
                long missing = SplitScores.curvature(tree, histograms, base);
                // With one output a gradient without curvature is worth a try too, as on the processor.
                int hasMissing = outputs == 1 ? SplitScores.filled(tree, histograms, base) : missing != 0L ? 1 : 0;
                long rows = SplitScores.rows(tree, histograms, base, count);
                long missingRows = SplitScores.rows(tree, histograms, base);
                long leftCurvature = 0L;
                long leftRows = 0L;
                for (int bin = 1; bin < end; bin++) {
                    leftRows = leftRows + SplitScores.rows(tree, histograms, base + bin);
                    if (SplitScores.filled(tree, histograms, base + bin) == 1) {
                        for (int k = 0; k < outputs; k++) {
                            long gradient = histograms.get(base + bin + k * plane) >> bits;
                            splits.set(left + k, splits.get(left + k) + gradient);
                        }
                        leftCurvature = leftCurvature + SplitScores.curvature(tree, histograms, base + bin);
                        if (only == 0 || only == bin) {
                            for (int side = 0; side <= hasMissing; side++) {
                                long curvature = leftCurvature + side * missing;
                                if (SplitScores.enough(
                                                tree, nodes, node, curvature, leftRows + side * missingRows, rows)
                                        == 1) {
                                    double score = SplitScores.split(
                                            tree,
                                            rules,
                                            nodes,
                                            node,
                                            bounds,
                                            bound,
                                            bounded,
                                            direction,
                                            histograms,
                                            base,
                                            splits,
                                            left,
                                            side,
                                            curvature,
                                            lambda,
                                            unsplit);
                                    if (score > best) {
                                        best = score;
                                        bestBin = bin;
                                        bestSide = side;
                                    }
                                }
                            }
                        }
                    }
                }
                splits.set(at + TreeCall.BIN, (long) bestBin);
                splits.set(at + TreeCall.SIDE, (long) bestSide);
                splits.set(at + TreeCall.THRESHOLD, (long) drawn);
                scores.set(index, bestBin == 0 ? 0 : best - unsplit);
            }
        }
    }
}
