package dev.updraft.trees;

import org.jspecify.annotations.Nullable;

/**
 * What is summed up of gradients before they are quantised, over consecutive rows.
 *
 * @param drawn the number of different rows drawn
 * @param weight the number of rows drawn, each counted as often as it was
 * @param positive per output: the sum of positive gradients
 * @param negative per output: the sum of the magnitudes of negative gradients
 * @param single whether no row has more than one gradient other than 0
 */
record GradientRange(
        int drawn,
        long weight,
        double[] positive,
        double[] negative,
        double curvature,
        float leastCurvature,
        float mostCurvature,
        boolean single) {

    static GradientRange of(float[][] gradients, float[] curvature, byte @Nullable [] drawn, int from, int to) {
        var rows = 0;
        var weight = 0L;
        var sum = 0.0;
        var least = Float.POSITIVE_INFINITY;
        var most = 0f;
        for (var row = from; row < to; row++) {
            var times = drawn == null ? 1 : drawn[row];
            if (times > 0) {
                var h = curvature[row];
                if (!(h >= 0 && h < Float.POSITIVE_INFINITY)) {
                    throw new IllegalArgumentException(
                            "row %s has curvature %s; it is finite and not negative".formatted(row, h));
                }
                rows++;
                weight += times;
                sum += (double) times * h;
                least = Math.min(least, h);
                most = Math.max(most, h);
            }
        }
        var positive = new double[gradients.length];
        var negative = new double[gradients.length];
        for (var k = 0; k < gradients.length; k++) {
            for (var row = from; row < to; row++) {
                var times = drawn == null ? 1 : drawn[row];
                if (times > 0) {
                    var g = (double) times * gradients[k][row];
                    if (!Double.isFinite(g)) {
                        throw new IllegalArgumentException(
                                "row %s has gradient %s; it must be finite".formatted(row, gradients[k][row]));
                    }
                    positive[k] += Math.max(g, 0);
                    negative[k] -= Math.min(g, 0);
                }
            }
        }
        return new GradientRange(
                rows, weight, positive, negative, sum, least, most, oneAtMost(gradients, from, to));
    }

    private static boolean oneAtMost(float[][] gradients, int from, int to) {
        if (gradients.length == 1) {
            return true;
        }
        for (var row = from; row < to; row++) {
            var found = 0;
            for (var gradient : gradients) {
                found += gradient[row] != 0 ? 1 : 0;
            }
            if (found > 1) {
                return false;
            }
        }
        return true;
    }

    /** All ranges in one, added in their order. */
    static GradientRange join(GradientRange[] ranges, int outputs) {
        var rows = 0;
        var weight = 0L;
        var positive = new double[outputs];
        var negative = new double[outputs];
        var curvature = 0.0;
        var least = Float.POSITIVE_INFINITY;
        var most = 0f;
        var single = true;
        for (var range : ranges) {
            rows += range.drawn;
            weight += range.weight;
            curvature += range.curvature;
            least = Math.min(least, range.leastCurvature);
            most = Math.max(most, range.mostCurvature);
            single &= range.single;
            for (var k = 0; k < outputs; k++) {
                positive[k] += range.positive[k];
                negative[k] += range.negative[k];
            }
        }
        return new GradientRange(rows, weight, positive, negative, curvature, least, most, single);
    }

    /** Per range: the number of different rows drawn before it. */
    static int[] starts(GradientRange[] ranges) {
        var starts = new int[ranges.length];
        for (var i = 1; i < ranges.length; i++) {
            starts[i] = starts[i - 1] + ranges[i - 1].drawn;
        }
        return starts;
    }

    /** The largest magnitude that a sum of some rows' gradients of one output can have. */
    double gradient() {
        var largest = 0.0;
        for (var k = 0; k < positive.length; k++) {
            largest = Math.max(largest, Math.max(positive[k], negative[k]));
        }
        return largest;
    }
}
