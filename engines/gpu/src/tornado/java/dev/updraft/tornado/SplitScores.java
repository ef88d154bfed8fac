package dev.updraft.tornado;

import dev.updraft.engine.gpu.emit.device.TreeCall;
import dev.updraft.engine.gpu.emit.device.TreeRules;
import uk.ac.manchester.tornado.api.types.arrays.DoubleArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;

/**
 * Scores of splits of trees, as the processor computes them and with the same bits: in its order, and products that are not exact are
 * not added at once to others, for a compiler would round the two together.
 */
final class SplitScores {
    private SplitScores() {}

    /** The square of a sum of gradients, as far as it counts. */
    private static double square(DoubleArray rules, long gradient) {
        long size = gradient < 0L ? -gradient : gradient;
        double shrunk = size * rules.get(TreeRules.GRADIENT_UNIT) - rules.get(TreeRules.ALPHA);
        return shrunk > 0 ? shrunk * shrunk : 0;
    }

    private static double ratio(DoubleArray rules, double squares, long curvature, double lambda) {
        return squares > 0 ? squares / (curvature * rules.get(TreeRules.CURVATURE_UNIT) + lambda) : 0;
    }

    /** The value of a leaf, in bounds. */
    private static double value(DoubleArray rules, long gradient, long curvature, double lower, double upper) {
        long size = gradient < 0L ? -gradient : gradient;
        double shrunk = size * rules.get(TreeRules.GRADIENT_UNIT) - rules.get(TreeRules.ALPHA);
        double h = curvature * rules.get(TreeRules.CURVATURE_UNIT) + rules.get(TreeRules.LAMBDA);
        double value = 0;
        if (shrunk > 0 && h > 0) {
            value = (gradient < 0L ? shrunk : -shrunk) / h;
        }
        value = value < lower ? lower : value;
        return value > upper ? upper : value;
    }

    /** The score of a leaf whose value is kept in bounds. */
    private static double score(DoubleArray rules, long gradient, long curvature, double lambda, double value) {
        double g = gradient * rules.get(TreeRules.GRADIENT_UNIT);
        double h = curvature * rules.get(TreeRules.CURVATURE_UNIT) + lambda;
        double alpha = rules.get(TreeRules.ALPHA);
        double first = gradient != 0L ? 2 * g * value : 0;
        double second = value != 0 ? h * value * value : 0;
        double third = alpha > 0 ? 2 * alpha * (value < 0 ? -value : value) : 0;
        return -(first + second + third);
    }

    /** The score of a node as it is. */
    static double unsplit(
            IntArray tree, DoubleArray rules, LongArray nodes, int node, DoubleArray bounds, int bound, int bounded) {
        long curvature = nodes.get(node + TreeCall.CURVATURE);
        double lambda = rules.get(TreeRules.LAMBDA);
        if (bounded == 1) {
            long gradient = nodes.get(node + TreeCall.GRADIENTS);
            double lower = bounds.get(bound + TreeCall.LOWER);
            double upper = bounds.get(bound + TreeCall.UPPER);
            return score(rules, gradient, curvature, lambda, value(rules, gradient, curvature, lower, upper));
        }
        double squares = 0;
        int outputs = tree.get(TreeRules.OUTPUTS);
        for (int k = 0; k < outputs; k++) {
            squares = squares + square(rules, nodes.get(node + TreeCall.GRADIENTS + k));
        }
        return ratio(rules, squares, curvature, lambda);
    }

    /**
     * The score of two leaves; {@code worst} if their values are in the wrong order.
     *
     * @param left where the gradients on the left are; those of {@code base} are added if {@code more} is 1
     */
    static double split(
            IntArray tree,
            DoubleArray rules,
            LongArray nodes,
            int node,
            DoubleArray bounds,
            int bound,
            int bounded,
            int direction,
            LongArray histograms,
            int base,
            LongArray splits,
            int left,
            int more,
            long curvature,
            double lambda,
            double worst) {
        int outputs = tree.get(TreeRules.OUTPUTS);
        int plane = tree.get(TreeRules.BINS);
        int bits = tree.get(TreeRules.CURVATURE_BITS);
        long rest = nodes.get(node + TreeCall.CURVATURE) - curvature;
        if (bounded == 1) {
            long leftGradient = splits.get(left) + more * (histograms.get(base) >> bits);
            long rightGradient = nodes.get(node + TreeCall.GRADIENTS) - leftGradient;
            double lower = bounds.get(bound + TreeCall.LOWER);
            double upper = bounds.get(bound + TreeCall.UPPER);
            double leftValue = value(rules, leftGradient, curvature, lower, upper);
            double rightValue = value(rules, rightGradient, rest, lower, upper);
            double rise = direction * (rightValue - leftValue);
            double leftScore = score(rules, leftGradient, curvature, lambda, leftValue);
            double rightScore = score(rules, rightGradient, rest, lambda, rightValue);
            return rise < 0 ? worst : leftScore + rightScore;
        }
        double leftSquares = 0;
        double rightSquares = 0;
        for (int k = 0; k < outputs; k++) {
            long gradient = splits.get(left + k) + more * (histograms.get(base + k * plane) >> bits);
            leftSquares = leftSquares + square(rules, gradient);
            rightSquares = rightSquares + square(rules, nodes.get(node + TreeCall.GRADIENTS + k) - gradient);
        }
        return ratio(rules, leftSquares, curvature, lambda) + ratio(rules, rightSquares, rest, lambda);
    }

    /** 1 if rows of a bin have sums other than 0. */
    static int filled(IntArray tree, LongArray histograms, int bin) {
        int outputs = tree.get(TreeRules.OUTPUTS);
        int plane = tree.get(TreeRules.BINS);
        long any = 0L;
        for (int k = 0; k < outputs; k++) {
            any = any | histograms.get(bin + k * plane);
        }
        return any != 0L ? 1 : 0;
    }

    /** The curvature of a bin. */
    static long curvature(IntArray tree, LongArray histograms, int bin) {
        int outputs = tree.get(TreeRules.OUTPUTS);
        int plane = tree.get(TreeRules.BINS);
        long mask = (1L << tree.get(TreeRules.CURVATURE_BITS)) - 1L;
        long sum = 0L;
        for (int k = 0; k < outputs; k++) {
            sum = sum + (histograms.get(bin + k * plane) & mask);
        }
        return sum;
    }

    /** How many rows a bin has; 0 if they are not counted. */
    static long rows(IntArray tree, LongArray histograms, int bin) {
        int outputs = tree.get(TreeRules.OUTPUTS);
        return tree.get(TreeRules.PLANES) > outputs ? histograms.get(bin + outputs * tree.get(TreeRules.BINS)) : 0L;
    }

    /** How many rows a node has; 0 if they are not counted. */
    static long rows(IntArray tree, LongArray histograms, int base, int count) {
        long sum = 0L;
        for (int bin = 0; bin < count; bin++) {
            sum = sum + rows(tree, histograms, base + bin);
        }
        return sum;
    }

    /** 1 if both leaves have enough rows. */
    static int enough(IntArray tree, LongArray nodes, int node, long curvature, long leftRows, long rows) {
        long least = nodes.get(node + TreeCall.LEAST);
        long rest = nodes.get(node + TreeCall.CURVATURE) - curvature;
        int leastRows = tree.get(TreeRules.LEAST_ROWS);
        return curvature >= least && rest >= least && leftRows >= leastRows && rows - leftRows >= leastRows ? 1 : 0;
    }

    /** The place in the tree of the feature that a node asks about as the {@code step}th. */
    static int asked(IntArray tree, IntArray call, int wanted, int step) {
        int features = tree.get(TreeRules.FEATURES);
        return tree.get(TreeRules.AT_A_TIME) < features ? call.get(TreeCall.TABLES + wanted * features + step) : step;
    }

    /** Where the histogram of a feature begins, that of the first output. */
    static int base(IntArray tree, IntArray call, int wanted, int feature) {
        int bins = tree.get(TreeRules.PLANES) * tree.get(TreeRules.BINS);
        return call.get(TreeCall.WANTED_SLOTS + wanted) * bins + tree.get(feature + TreeRules.FIRST);
    }
}
