package dev.updraft.training.linear;

import dev.updraft.training.linear.LinearProblem.Position;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Directions where there is a penalty on absolute values: to the minimum of the loss's second-order approximation with the
 * penalty, found by moving one weight at a time. Friedman, Hastie and Tibshirani, Regularization paths for generalized linear
 * models via coordinate descent, 2010. Only weights that are not 0, or that the gradient pulls away from it, take part, so that a
 * table may have more columns than a matrix can.
 */
final class CoordinateDirections implements Directions {
    private static final int MOST_ACTIVE = 2048;
    private static final int MOST_SWEEPS = 2000;
    /** What the largest move of a sweep is beside the largest so far where the sweeps end. */
    private static final double SMALL = 1e-12;

    private final LinearProblem problem;
    private final boolean isRounded;

    /** @param isRounded whether the loss is one of kinks, rounded */
    CoordinateDirections(LinearProblem problem, boolean isRounded) {
        this.problem = problem;
        this.isRounded = isRounded;
    }

    @Override
    public boolean isExact() {
        return false;
    }

    @Override
    public double[][] from(Position position) {
        var directions = new double[problem.outputs()][];
        for (var output = 0; output < directions.length; output++) {
            directions[output] = of(
                    position.weights()[output], position.gradient()[output], position.curvatures()[output]);
        }
        return directions;
    }

    private double[] of(double[] weights, double[] gradient, double[] curvatures) {
        var columns = IntStream.range(0, weights.length)
                .filter(column -> weights[column] != 0 || Math.abs(gradient[column]) > problem.l1(column))
                .boxed()
                .sorted(Comparator.comparingDouble(
                        column -> problem.l1(column) - Math.abs(gradient[column]) - (weights[column] != 0 ? 1e300 : 0)))
                .limit(MOST_ACTIVE)
                .sorted()
                .mapToInt(Integer::intValue)
                .toArray();
        var matrix = problem.rows().products(Curvature.weights(curvatures, isRounded), columns);
        var moves = sweep(columns, matrix, weights, gradient);
        var direction = new double[weights.length];
        for (var k = 0; k < columns.length; k++) {
            direction[columns[k]] = moves[k];
        }
        return direction;
    }

    private double[] sweep(int[] columns, double[][] matrix, double[] weights, double[] gradient) {
        var moves = new double[columns.length];
        var slopes = new double[columns.length];
        for (var k = 0; k < columns.length; k++) {
            matrix[k][k] += problem.l2(columns[k]);
            slopes[k] = gradient[columns[k]];
        }
        var farthest = 0.0;
        for (var sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            var largest = 0.0;
            for (var k = 0; k < columns.length; k++) {
                var bend = matrix[k][k];
                if (!(bend > 0)) {
                    continue;
                }
                var now = weights[columns[k]] + moves[k];
                var move = shrunk(now - slopes[k] / bend, problem.l1(columns[k]) / bend) - now;
                if (move != 0) {
                    moves[k] += move;
                    var ofRow = matrix[k];
                    for (var other = 0; other < slopes.length; other++) {
                        slopes[other] += move * ofRow[other];
                    }
                    largest = Math.max(largest, Math.abs(move) * Math.sqrt(bend));
                }
            }
            farthest = Math.max(farthest, largest);
            if (largest <= SMALL * farthest) {
                break;
            }
        }
        return moves;
    }

    private static double shrunk(double weight, double by) {
        return Math.signum(weight) * Math.max(0, Math.abs(weight) - by);
    }
}
