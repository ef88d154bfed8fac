package dev.updraft.training.linear;

import dev.updraft.training.linear.LinearProblem.Position;
import org.jspecify.annotations.Nullable;

/** How far to go along a direction: where what is made smallest is lower, and does not rise steeply again. */
record LineSearch(LinearProblem problem) {
    private static final int MOST_TRIES = 40;
    /** Part of what the slope promises that a step has to bring. */
    private static final double SUFFICIENT = 1e-4;
    /** What float32 leaves of a difference of two losses. */
    private static final double NOISE = 2e-7;
    /** How steep it may rise behind a step, beside how steep it fell. */
    private static final double RISE = 0.5;

    /** Where the step ends; null if there is nothing lower. */
    @Nullable
    Position along(Position from, double[][] direction) {
        var ahead = problem.slopeAhead(from, direction);
        if (!(ahead < 0)) {
            return null;
        }
        var step = 1.0;
        for (var tries = 0; tries < MOST_TRIES; tries++) {
            var to = problem.at(moved(from.weights(), direction, step));
            var behind = problem.slopeBehind(to, direction, from.weights());
            var isLower = to.value() <= from.value() + SUFFICIENT * step * ahead + NOISE * Math.abs(from.value());
            if (isLower && behind <= -RISE * ahead) {
                return to;
            }
            // Where the slope is 0 if it changes evenly.
            step *= behind > 0 ? Math.clamp(ahead / (ahead - behind), 0.1, 0.7) : 0.5;
        }
        return null;
    }

    private static double[][] moved(double[][] weights, double[][] direction, double step) {
        var moved = new double[weights.length][];
        for (var output = 0; output < moved.length; output++) {
            moved[output] = weights[output].clone();
            for (var column = 0; column < moved[output].length; column++) {
                moved[output][column] += step * direction[output][column];
            }
        }
        return moved;
    }
}
