package dev.updraft.training.supervised;

import org.jspecify.annotations.Nullable;

/**
 * Sequential minimal optimization (Platt 1998) of the dual problem of support-vector machines, {@code min ½ αᵀQα + pᵀα} with {@code yᵀα
 * = 0} and {@code 0 <= α <= C}, C of each sample: two multipliers at a time, chosen by second-order information (Fan, Chen and Lin, JMLR 6, 2005). The same
 * steps as of LIBSVM without shrinking; of pairs that are as good the first is taken.
 *
 * <p>Sample {@code i} of the problem is row {@code i mod n} of the kernel: regression has each row twice.
 */
final class SequentialOptimization {
    /** Stands for a curvature that is not positive, as LIBSVM. */
    private static final double TAU = 1e-12;

    private static final int LEAST_STEPS = 10_000_000;

    private final KernelRows kernel;
    private final double[] signs;
    /** By row of the kernel. */
    private final double[] most;

    private final double tolerance;
    private final double[] alpha;
    private final double[] gradient;

    /**
     * What was found.
     *
     * @param alpha the multipliers
     * @param rho what is subtracted from the sum over the kernel
     */
    record Solution(double[] alpha, double rho) {}

    private record Pair(int i, int j) {}

    /**
     * @param signs 1 or -1 for each sample
     * @param linear p
     * @param most C of each row of the kernel, above 0
     */
    SequentialOptimization(KernelRows kernel, double[] signs, double[] linear, double[] most, double tolerance) {
        this.kernel = kernel;
        this.signs = signs;
        this.most = most;
        this.tolerance = tolerance;
        alpha = new double[signs.length];
        gradient = linear.clone();
    }

    /** @throws ArithmeticException if it does not come to an end */
    Solution solve() {
        var steps = Math.max(LEAST_STEPS, 100L * signs.length);
        for (var step = 0L; step < steps; step++) {
            var first = first();
            var pair = first < 0 ? null : pair(first);
            if (pair == null) {
                return new Solution(alpha, rho());
            }
            move(pair.i, pair.j);
        }
        throw new ArithmeticException("after " + steps + " steps");
    }

    /** Whose multiplier can move up, in the direction of its sign, with the steepest descent; -1 if none can. */
    private int first() {
        var best = Double.NEGATIVE_INFINITY;
        var place = -1;
        for (var t = 0; t < signs.length; t++) {
            if (signs[t] > 0 ? alpha[t] < most(t) : alpha[t] > 0) {
                var value = -signs[t] * gradient[t];
                if (value > best) {
                    best = value;
                    place = t;
                }
            }
        }
        return place;
    }

    private @Nullable Pair pair(int i) {
        var n = kernel.count();
        var row = kernel.row(i % n);
        var largest = -signs[i] * gradient[i];
        var second = Double.NEGATIVE_INFINITY;
        var least = Double.POSITIVE_INFINITY;
        var place = -1;
        for (var t = 0; t < signs.length; t++) {
            if (signs[t] > 0 ? alpha[t] > 0 : alpha[t] < most(t)) {
                var value = signs[t] * gradient[t];
                second = Math.max(second, value);
                var difference = largest + value;
                if (difference > 0) {
                    var curvature = 2 - 2.0 * row[t % n];
                    var gain = -(difference * difference) / (curvature > 0 ? curvature : TAU);
                    if (gain < least) {
                        least = gain;
                        place = t;
                    }
                }
            }
        }
        return largest + second < tolerance || place < 0 ? null : new Pair(i, place);
    }

    private void move(int i, int j) {
        var n = kernel.count();
        var ofI = kernel.row(i % n);
        var ofJ = kernel.row(j % n);
        var curvature = Math.max(2 - 2.0 * ofI[j % n], 0);
        curvature = curvature > 0 ? curvature : TAU;
        var beforeI = alpha[i];
        var beforeJ = alpha[j];
        if (signs[i] != signs[j]) {
            var delta = (-gradient[i] - gradient[j]) / curvature;
            var difference = beforeI - beforeJ;
            alpha[i] += delta;
            alpha[j] += delta;
            clipDifference(i, j, difference);
        } else {
            var delta = (gradient[i] - gradient[j]) / curvature;
            var sum = beforeI + beforeJ;
            alpha[i] -= delta;
            alpha[j] += delta;
            clipSum(i, j, sum);
        }
        var stepI = (alpha[i] - beforeI) * signs[i];
        var stepJ = (alpha[j] - beforeJ) * signs[j];
        for (var start = 0; start < signs.length; start += n) {
            for (var k = 0; k < n; k++) {
                gradient[start + k] += signs[start + k] * (ofI[k] * stepI + ofJ[k] * stepJ);
            }
        }
    }

    private void clipDifference(int i, int j, double difference) {
        if (difference > 0 && alpha[j] < 0) {
            set(i, difference, j, 0);
        } else if (difference <= 0 && alpha[i] < 0) {
            set(i, 0, j, -difference);
        }
        var isBoundByFirst = difference > most(i) - most(j);
        if (isBoundByFirst && alpha[i] > most(i)) {
            set(i, most(i), j, most(i) - difference);
        } else if (!isBoundByFirst && alpha[j] > most(j)) {
            set(i, most(j) + difference, j, most(j));
        }
    }

    private void clipSum(int i, int j, double sum) {
        if (sum > most(i) && alpha[i] > most(i)) {
            set(i, most(i), j, sum - most(i));
        } else if (sum <= most(i) && alpha[j] < 0) {
            set(i, sum, j, 0);
        }
        if (sum > most(j) && alpha[j] > most(j)) {
            set(i, sum - most(j), j, most(j));
        } else if (sum <= most(j) && alpha[i] < 0) {
            set(i, 0, j, sum);
        }
    }

    private double most(int sample) {
        return most[sample % most.length];
    }

    private void set(int i, double first, int j, double second) {
        alpha[i] = first;
        alpha[j] = second;
    }

    /** The mean of the multipliers between the bounds; where there are none, the middle of what is possible. */
    private double rho() {
        var above = Double.POSITIVE_INFINITY;
        var below = Double.NEGATIVE_INFINITY;
        var sum = 0.0;
        var count = 0;
        for (var t = 0; t < signs.length; t++) {
            var value = signs[t] * gradient[t];
            if (alpha[t] > 0 && alpha[t] < most(t)) {
                sum += value;
                count++;
            } else if (alpha[t] >= most(t) == signs[t] < 0) {
                above = Math.min(above, value);
            } else {
                below = Math.max(below, value);
            }
        }
        return count > 0 ? sum / count : (above + below) / 2;
    }
}
