package dev.updraft.tornado;

import dev.updraft.engine.gpu.emit.device.TreeCall;
import dev.updraft.engine.gpu.emit.device.TreeRules;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.DoubleArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;

/** The kernel that finds the best set of a feature's categories in a histogram. */
public final class SetKernels {
    /** The most outputs that categories are put in order by. */
    private static final int MOST_ORDERS = 16;

    private SetKernels() {}

    /** Lists the categories with rows and what they are ordered by; gives how many they are. */
    static int order(
            IntArray tree,
            DoubleArray rules,
            LongArray histograms,
            int base,
            int count,
            int output,
            int exact,
            DoubleArray keys,
            int first) {
        double smoothing = exact == 1 ? 0 : rules.get(TreeRules.SET_SMOOTHING);
        int present = 0;
        for (int bin = 0; bin < count; bin++) {
            if (SplitScores.filled(tree, histograms, base + bin) == 1) {
                long gradient = histograms.get(base + bin + output * tree.get(TreeRules.BINS))
                        >> tree.get(TreeRules.CURVATURE_BITS);
                double g = gradient * rules.get(TreeRules.GRADIENT_UNIT);
                double h = SplitScores.curvature(tree, histograms, base + bin) * rules.get(TreeRules.CURVATURE_UNIT)
                        + smoothing;
                keys.set(first + 2 * present, gradient == 0L ? 0 : g / h);
                keys.set(first + 2 * present + 1, (double) bin);
                present = present + 1;
            }
        }
        return present;
    }

    /** How many categories have rows. */
    static int present(IntArray tree, LongArray histograms, int base, int count) {
        int present = 0;
        for (int bin = 0; bin < count; bin++) {
            present = present + SplitScores.filled(tree, histograms, base + bin);
        }
        return present;
    }

    /**
     * The place of the category that follows one in the order, or in the reversed order; the first if {@code last} is −1. Of equal
     * ones that with the lower bin is first, or last.
     */
    static int next(DoubleArray keys, int first, int present, int reversed, int last) {
        int sign = reversed == 1 ? -1 : 1;
        double lastKey = last < 0 ? 0 : keys.get(first + 2 * last);
        int next = -1;
        double nextKey = 0;
        for (int place = 0; place < present; place++) {
            double key = keys.get(first + 2 * place);
            int follows = last < 0 ? 1 : sign * compare(key, place, lastKey, last);
            int precedes = next < 0 ? 1 : sign * compare(nextKey, next, key, place);
            if (Math.min(follows, precedes) > 0) {
                next = place;
                nextKey = key;
            }
        }
        return next;
    }

    /** Above 0 if the one category comes behind the other. */
    private static int compare(double key, int place, double otherKey, int otherPlace) {
        int byKey = key > otherKey ? 1 : key < otherKey ? -1 : 0;
        return byKey == 0 ? place - otherPlace : byKey;
    }

    /** A work-item has a node and a feature of categories: finds the best set. */
    public static void find_sets(
            KernelContext context,
            IntArray tree,
            DoubleArray rules,
            IntArray call,
            LongArray nodes,
            DoubleArray bounds,
            LongArray histograms,
            DoubleArray keys,
            LongArray splits,
            DoubleArray scores) {
        int index = context.globalIdx;
        int features = tree.get(TreeRules.FEATURES);
        int wanted = index / features;
        if (wanted < call.get(TreeCall.WANTED)) {
            int asked = SplitScores.asked(tree, call, wanted, index % features);
            int feature = TreeKernels.feature(asked);
            if (tree.get(feature + TreeRules.CATEGORICAL) == 1) {
                int outputs = tree.get(TreeRules.OUTPUTS);
                int plane = tree.get(TreeRules.BINS);
                int bits = tree.get(TreeRules.CURVATURE_BITS);
                int base = SplitScores.base(tree, call, wanted, feature);
                int count = tree.get(feature + TreeRules.COUNT);
                int node = wanted * (TreeCall.GRADIENTS + outputs);
                int bound = wanted * (TreeCall.DRAWN + features * tree.get(TreeRules.RANDOM));
                int bounded = (int) nodes.get(node + TreeCall.BOUNDED);
                double unsplit = SplitScores.unsplit(tree, rules, nodes, node, bounds, bound, bounded);
                double best = unsplit + bounds.get(bound + TreeCall.LEAST_GAIN);
                int at = index * (TreeCall.LEFT + outputs);
                int left = at + TreeCall.LEFT;
                int bestCount = 0;
                int bestSide = 0;
                int present = present(tree, histograms, base, count);
                int exact = present <= tree.get(TreeRules.SET_EXACT) ? 1 : 0;
                double lambda = rules.get(TreeRules.LAMBDA) + (exact == 1 ? 0 : rules.get(TreeRules.SET_LAMBDA));
                int first = 2 * (wanted * plane + tree.get(feature + TreeRules.FIRST));
                int most = Math.min(present - 1, tree.get(TreeRules.SET_MOST));
                int orders = most < 1 ? 0 : Math.min(outputs, MOST_ORDERS);
                long rows = SplitScores.rows(tree, histograms, base, count);
                for (int side = 0; side < 2 * orders; side++) {
                    if (side % 2 == 0) {
                        order(tree, rules, histograms, base, count, side / 2, exact, keys, first);
                    }
                    for (int k = 0; k < outputs; k++) {
                        splits.set(left + k, 0L);
                    }
                    long leftCurvature = 0L;
                    long leftRows = 0L;
                    int last = -1;
                    for (int taken = 1; taken <= most; taken++) {
                        last = next(keys, first, present, side % 2, last);
                        int bin = base + (int) keys.get(first + 2 * last + 1);
                        for (int k = 0; k < outputs; k++) {
                            long gradient = histograms.get(bin + k * plane) >> bits;
                            splits.set(left + k, splits.get(left + k) + gradient);
                        }
                        leftCurvature = leftCurvature + SplitScores.curvature(tree, histograms, bin);
                        leftRows = leftRows + SplitScores.rows(tree, histograms, bin);
                        if (SplitScores.enough(tree, nodes, node, leftCurvature, leftRows, rows) == 1) {
                            double score = bounded == 1
                                    ? SplitScores.splitInBounds(
                                            rules,
                                            nodes,
                                            node,
                                            bounds,
                                            bound,
                                            0,
                                            splits.get(left),
                                            leftCurvature,
                                            lambda,
                                            unsplit)
                                    : SplitScores.split(
                                            tree,
                                            rules,
                                            nodes,
                                            node,
                                            histograms,
                                            base,
                                            0,
                                            splits,
                                            left,
                                            leftCurvature,
                                            lambda);
                            if (score > best) {
                                best = score;
                                bestCount = taken;
                                bestSide = side;
                            }
                        }
                    }
                }
                splits.set(at + TreeCall.BIN, (long) bestCount);
                splits.set(at + TreeCall.SIDE, (long) bestSide);
                scores.set(index, bestCount == 0 ? 0 : best - unsplit);
            }
        }
    }
}
