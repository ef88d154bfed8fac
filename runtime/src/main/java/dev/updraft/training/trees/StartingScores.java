package dev.updraft.training.trees;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Finds the constants, one for each output, that make the loss smallest without any tree: what the scores begin with. */
final class StartingScores {
    /** How often the best constants of several outputs, which may depend on each other, are looked for in turn. */
    private static final int SWEEPS = 4;

    private static final int ITERATIONS = 60;
    private static final double TOLERANCE = 1e-6;

    private final Derivatives derivatives;
    private final LeafSearch leafSearch;

    StartingScores(Derivatives derivatives, LeafSearch leafSearch) {
        this.derivatives = derivatives;
        this.leafSearch = leafSearch;
    }

    /** Gives the ensemble the constants, and the samples the scores. */
    void find(Ensemble ensemble, Scores scores) {
        var base = ensemble.base();
        if (base.length > 1) {
            var found = newton(ensemble, scores);
            if (found) {
                return;
            }
            Arrays.fill(base, 0);
            scores.fillBase(ensemble);
        }
        var sweeps = base.length == 1 ? 1 : SWEEPS;
        for (var sweep = 0; sweep < sweeps; sweep++) {
            for (var output = 0; output < base.length; output++) {
                base[output] += (float) leafSearch.best(scores.sums(), output, null, 1)[0];
                scores.fillBase(ensemble);
            }
        }
    }

    /**
     * Newton's method with the diagonal of the curvature, for all outputs at once: a search for each would go through the
     * samples a hundred times for each. Of K outputs that share a softmax, whose curvature beside the diagonal is
     * {@code −p q}, the step is too long by K / (K − 1); where a step leads further beyond the lowest point than it began
     * before it, half of it is taken.
     *
     * @return false if the loss has no curvature to go by
     */
    private boolean newton(Ensemble ensemble, Scores scores) {
        var base = ensemble.base();
        var step = new double[base.length];
        var slope = 0.0;
        for (var i = 0; i < ITERATIONS; i++) {
            derivatives.compute(scores.sums(), (_, _, _, _) -> {});
            if (derivatives.isFlat()) {
                return false;
            }
            var gradient = sums(derivatives.gradient());
            var beyond = dot(gradient, step);
            if (beyond > Math.abs(slope)) {
                Arrays.setAll(step, output -> step[output] / 2);
                move(base, step, -1);
                slope /= 2;
            } else {
                var curvature = sums(derivatives.curvature());
                var length = 1 - 1.0 / base.length;
                // No further than twice as far from 0 as now: an exponential, say, would overflow.
                Arrays.setAll(step, output -> limited(-length * gradient[output] / curvature[output], base[output]));
                if (IntStream.range(0, base.length)
                        .allMatch(
                                output -> Math.abs(step[output]) <= TOLERANCE * Math.max(1, Math.abs(base[output])))) {
                    return true;
                }
                slope = dot(gradient, step);
                move(base, step, 1);
            }
            scores.fillBase(ensemble);
        }
        return false;
    }

    private static double limited(double step, float from) {
        var most = Math.max(1, Math.abs(from));
        return Math.clamp(step, -most, most);
    }

    private static void move(float[] base, double[] step, int sign) {
        for (var output = 0; output < base.length; output++) {
            base[output] += (float) (sign * step[output]);
        }
    }

    private static double dot(double[] some, double[] others) {
        return IntStream.range(0, some.length)
                .mapToDouble(i -> some[i] * others[i])
                .sum();
    }

    /** Over the samples, in their order. */
    private static double[] sums(float[][] values) {
        return Arrays.stream(values)
                .mapToDouble(ofOutput -> {
                    var sum = 0.0;
                    for (var value : ofOutput) {
                        sum += value;
                    }
                    return sum;
                })
                .toArray();
    }
}
