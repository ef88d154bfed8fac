package dev.updraft.trees;

import org.jspecify.annotations.Nullable;

/**
 * What is summed up of gradients before they are quantised, over consecutive rows.
 *
 * @param drawn the number of different rows drawn
 * @param weight the number of rows drawn, each counted as often as it was
 * @param positive per output: the sum of positive gradients
 * @param negative per output: the sum of the magnitudes of negative gradients
 * @param curvature per output, or once for all: the sum of curvatures
 * @param leastCurvature the least of a row, of any output
 * @param mostCurvature the greatest of a row, of any output
 * @param mostOfRow the greatest sum of a row's curvatures over the outputs
 * @param single whether no row has more than one gradient other than 0
 */
record GradientRange(
        int drawn,
        long weight,
        double[] positive,
        double[] negative,
        double[] curvature,
        float leastCurvature,
        float mostCurvature,
        double mostOfRow,
        boolean single) {

    static GradientRange of(float[][] gradients, float[][] curvatures, byte @Nullable [] drawn, int from, int to) {
        var rows = 0;
        var weight = 0L;
        for (var row = from; row < to; row++) {
            var times = drawn == null ? 1 : drawn[row];
            if (times > 0) {
                rows++;
                weight += times;
            }
        }
        var sums = new double[curvatures.length];
        var least = Float.POSITIVE_INFINITY;
        var most = 0f;
        for (var k = 0; k < curvatures.length; k++) {
            var curvature = curvatures[k];
            var sum = 0.0;
            for (var row = from; row < to; row++) {
                var times = drawn == null ? 1 : drawn[row];
                if (times > 0) {
                    var h = curvature[row];
                    sum += (double) times * h;
                    least = h < least ? h : least;
                    most = h > most ? h : most;
                }
            }
            if (!(sum < Double.POSITIVE_INFINITY && least >= 0)) {
                throw noCurvature(curvature, drawn, from);
            }
            sums[k] = sum;
        }
        var positive = new double[gradients.length];
        var negative = new double[gradients.length];
        for (var k = 0; k < gradients.length; k++) {
            var total = 0.0;
            var magnitude = 0.0;
            for (var row = from; row < to; row++) {
                var times = drawn == null ? 1 : drawn[row];
                if (times > 0) {
                    var g = (double) times * gradients[k][row];
                    total += g;
                    magnitude += Math.abs(g);
                }
            }
            if (!(magnitude < Double.POSITIVE_INFINITY)) {
                throw noGradient(gradients[k], drawn, from);
            }
            positive[k] = (magnitude + total) / 2;
            negative[k] = (magnitude - total) / 2;
        }
        return new GradientRange(
                rows,
                weight,
                positive,
                negative,
                sums,
                least,
                most,
                curvatures.length == 1 ? most : mostOfRow(curvatures, drawn, from, to),
                oneAtMost(gradients, from, to));
    }

    private static double mostOfRow(float[][] curvatures, byte @Nullable [] drawn, int from, int to) {
        var most = 0.0;
        for (var row = from; row < to; row++) {
            if (drawn == null || drawn[row] > 0) {
                var sum = 0.0;
                for (var curvature : curvatures) {
                    sum += curvature[row];
                }
                most = Math.max(most, sum);
            }
        }
        return most;
    }

    private static IllegalArgumentException noCurvature(float[] curvature, byte @Nullable [] drawn, int from) {
        var row = from;
        while ((drawn != null && drawn[row] <= 0)
                || (curvature[row] >= 0 && curvature[row] < Float.POSITIVE_INFINITY)) {
            row++;
        }
        return new IllegalArgumentException("row %s of %s has curvature %s; it must be finite and not negative"
                .formatted(row, curvature.length, curvature[row]));
    }

    private static IllegalArgumentException noGradient(float[] gradient, byte @Nullable [] drawn, int from) {
        var row = from;
        while ((drawn != null && drawn[row] <= 0) || Float.isFinite(gradient[row])) {
            row++;
        }
        return new IllegalArgumentException(
                "row %s of %s has gradient %s; it must be finite".formatted(row, gradient.length, gradient[row]));
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
    static GradientRange join(GradientRange[] ranges, int outputs, int curvatures) {
        var rows = 0;
        var weight = 0L;
        var positive = new double[outputs];
        var negative = new double[outputs];
        var curvature = new double[curvatures];
        var least = Float.POSITIVE_INFINITY;
        var most = 0f;
        var mostOfRow = 0.0;
        var single = true;
        for (var range : ranges) {
            rows += range.drawn;
            weight += range.weight;
            for (var k = 0; k < curvatures; k++) {
                curvature[k] += range.curvature[k];
            }
            least = Math.min(least, range.leastCurvature);
            most = Math.max(most, range.mostCurvature);
            mostOfRow = Math.max(mostOfRow, range.mostOfRow);
            single &= range.single;
            for (var k = 0; k < outputs; k++) {
                positive[k] += range.positive[k];
                negative[k] += range.negative[k];
            }
        }
        return new GradientRange(rows, weight, positive, negative, curvature, least, most, mostOfRow, single);
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
