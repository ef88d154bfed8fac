package dev.updraft.training.gradient;

import org.jspecify.annotations.Nullable;

/**
 * Looks along a line for a point that fulfils the strong Wolfe conditions: Nocedal and Wright, Numerical Optimization, 2006,
 * algorithms 3.5 and 3.6. Where losses differ by less than float32 can tell, the slope alone decides: Hager and Zhang, 2005.
 *
 * @param line computes points on the line
 * @param start the point at 0, where the line falls
 */
record WolfeSearch<P extends WolfeSearch.Point>(Line<P> line, P start) {
    /** How much of the fall that the slope promises a point must have. */
    private static final double DECREASE = 1e-4;
    /** How flat it must be there, as a share of the slope at 0. */
    private static final double CURVATURE = 0.9;
    /** Losses that differ by a smaller share are equal. */
    private static final double NOISE = 1e-6;
    /** Points that are computed at most. */
    private static final int MOST_POINTS = 25;
    /** How much farther a point may be than the one before. */
    private static final double FARTHEST = 10;

    /** A point on the line. */
    interface Point {
        /** How far from the start, in lengths of the direction. */
        double step();

        double loss();

        /** The loss's derivative along the line. */
        double slope();
    }

    /** Computes points. */
    @FunctionalInterface
    interface Line<P> {
        P at(double step);
    }

    /**
     * Searches.
     *
     * @param first the step that is tried first
     * @return null if no point is lower
     */
    @Nullable
    P search(double first) {
        var previous = start;
        var step = first;
        for (var points = 1; points <= MOST_POINTS; points++) {
            var point = line.at(step);
            if (isTooHigh(point) || (points > 1 && isHigher(point, previous))) {
                return between(previous, point, points);
            }
            if (isFlat(point)) {
                return point;
            }
            if (point.slope() >= 0) {
                return between(point, previous, points);
            }
            var farther = minimum(previous, point);
            step = Double.isFinite(farther) && farther > point.step()
                    ? Math.min(farther, FARTHEST * point.step())
                    : 2 * point.step();
            previous = point;
        }
        return lower(previous);
    }

    /**
     * Closes in on a point between two.
     *
     * @param low the lower end, which falls towards the other
     */
    private @Nullable P between(P low, P high, int points) {
        for (var more = points + 1; more <= MOST_POINTS; more++) {
            var width = high.step() - low.step();
            var guess = minimum(low, high);
            var inside = (guess - low.step()) / width;
            var step = inside >= 0.1 && inside <= 0.9 ? guess : low.step() + width / 2;
            if (step == low.step() || step == high.step()) {
                break;
            }
            var point = line.at(step);
            if (isTooHigh(point) || isHigher(point, low)) {
                high = point;
                continue;
            }
            if (isFlat(point)) {
                return point;
            }
            if (point.slope() * width >= 0) {
                high = low;
            }
            low = point;
        }
        return lower(low);
    }

    /** A point that has less than was hoped for, but is lower than the start. */
    private @Nullable P lower(P point) {
        return point.step() > 0 && point.loss() < start.loss() ? point : null;
    }

    private boolean isTooHigh(P point) {
        return !(point.loss() <= start.loss() + DECREASE * point.step() * start.slope() + noise());
    }

    private boolean isHigher(P point, P other) {
        return !(point.loss() <= other.loss() + noise());
    }

    private boolean isFlat(P point) {
        return Math.abs(point.slope()) <= CURVATURE * Math.abs(start.slope());
    }

    private double noise() {
        return NOISE * Math.abs(start.loss());
    }

    /** Where the cubic through two points with their slopes is lowest; NaN if there is none. */
    private static double minimum(Point a, Point b) {
        var width = b.step() - a.step();
        var d1 = a.slope() + b.slope() - 3 * (a.loss() - b.loss()) / (a.step() - b.step());
        var d2 = Math.signum(width) * Math.sqrt(d1 * d1 - a.slope() * b.slope());
        return b.step() - width * (b.slope() + d2 - d1) / (b.slope() - a.slope() + 2 * d2);
    }
}
