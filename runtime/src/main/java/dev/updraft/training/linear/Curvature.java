package dev.updraft.training.linear;

import java.util.Arrays;

/** How much the samples of an output weigh in its curvature. */
final class Curvature {
    /** What a sample weighs at least, beside the one that weighs most, so that a loss that is flat for most has a direction. */
    private static final double LEAST_SHARE = 1e-10;

    private Curvature() {}

    /**
     * Weights of the samples, divided by their number: none is negative, and not all are 0.
     *
     * @param isRounded whether those that weigh nothing are left out: at kinks few weigh something
     */
    static double[] weights(double[] curvatures, boolean isRounded) {
        var most = Arrays.stream(curvatures).max().orElse(0);
        var least = isRounded ? 0 : LEAST_SHARE * most;
        return Arrays.stream(curvatures)
                .map(curvature -> (most > 0 ? Math.max(curvature, least) : 1) / curvatures.length)
                .toArray();
    }
}
