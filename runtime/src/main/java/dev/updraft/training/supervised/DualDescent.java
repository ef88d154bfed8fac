package dev.updraft.training.supervised;

import dev.updraft.compiler.ops.Philox;
import java.util.Arrays;

/**
 * Linear support-vector machines by dual coordinate descent, in an order drawn with the seed: Hsieh et al., ICML 2008, for classes; Ho
 * and Lin, JMLR 13, 2012, for numbers. The bias is the weight of a feature that is always 1.
 */
final class DualDescent {
    private static final int STREAM = 0x4443;
    private static final int MOST_ROUNDS = 200;

    private final float[][] samples;
    private final double[] costs;
    private final double tolerance;
    private final long seed;
    private final double[] curvatures;

    /** @param costs what each sample costs on the wrong side */
    DualDescent(float[][] samples, double[] costs, double tolerance, long seed) {
        this.samples = samples;
        this.costs = costs.clone();
        this.tolerance = tolerance;
        this.seed = seed;
        curvatures = Arrays.stream(samples)
                .mapToDouble(sample -> 1 + product(sample, sample))
                .toArray();
    }

    private static double product(float[] a, float[] b) {
        var sum = 0.0;
        for (var i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    /** How a multiplier is to be moved, from the score of its sample; NaN if it is at a bound that it would leave. */
    private interface Rule {
        double moved(int sample, double score, double multiplier);
    }

    /** Weights, and behind them the bias. */
    double[] classify(double[] signs) {
        return solve((sample, score, multiplier) -> {
            var sign = signs[sample];
            var alpha = multiplier * sign;
            return sign * Math.clamp(alpha - (sign * score - 1) / curvatures[sample], 0, costs[sample]);
        });
    }

    /** Weights, and behind them the bias. */
    double[] regress(double[] targets, double epsilon) {
        return solve((sample, score, multiplier) -> {
            var gradient = score - targets[sample];
            var curvature = curvatures[sample];
            var free = multiplier - gradient / curvature;
            var shrink = epsilon / curvature;
            return Math.clamp(Math.signum(free) * Math.max(0, Math.abs(free) - shrink), -costs[sample], costs[sample]);
        });
    }

    private double[] solve(Rule rule) {
        var width = samples[0].length;
        var weights = new double[width + 1];
        var multipliers = new double[samples.length];
        var order = new int[samples.length];
        Arrays.setAll(order, i -> i);
        for (var round = 0; round < MOST_ROUNDS; round++) {
            shuffle(order, round);
            var largest = 0.0;
            for (var i : order) {
                var sample = samples[i];
                var score = weights[width];
                for (var j = 0; j < width; j++) {
                    score += weights[j] * sample[j];
                }
                var step = rule.moved(i, score, multipliers[i]) - multipliers[i];
                if (step != 0) {
                    multipliers[i] += step;
                    for (var j = 0; j < width; j++) {
                        weights[j] += step * sample[j];
                    }
                    weights[width] += step;
                    largest = Math.max(largest, Math.abs(step) * curvatures[i]);
                }
            }
            if (largest < tolerance) {
                break;
            }
        }
        return weights;
    }

    private void shuffle(int[] order, int round) {
        for (var i = order.length - 1; i > 0; i--) {
            var other = (int) Math.min(i, (long) (Philox.uniform(seed, round, STREAM, i) * (i + 1.0)));
            var kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
    }
}
