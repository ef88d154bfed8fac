package dev.updraft.training.linear;

import dev.updraft.training.linear.LinearProblem.Position;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Newton's directions for squares as a penalty, with the curvature of each output alone. Of one output that is all; of several,
 * steps taken before show how they act together, as in L-BFGS. With too many columns for a square matrix its diagonal is taken,
 * and steps show the rest.
 */
final class NewtonDirections implements Directions {
    /** Columns up to which the matrix is always made. */
    private static final int ALWAYS = 512;

    private static final int NEVER = 2048;
    /** Multiplications that are worth it. */
    private static final double WORTH = 2e10;

    static final int MOST_STEPS = 20;

    private final LinearProblem problem;
    private final boolean isRounded;
    private final Consumer<List<Integer>> following;
    private final boolean isFull;
    private final List<Step> steps = new ArrayList<>();
    private boolean isSteadied;

    /**
     * A step, flat.
     *
     * @param change of the gradient
     */
    record Step(double[] moved, double[] change) {}

    /**
     * @param isRounded whether the loss is one of kinks, rounded
     * @param following hears once of columns that follow from others
     */
    NewtonDirections(LinearProblem problem, boolean isRounded, Consumer<List<Integer>> following) {
        this.problem = problem;
        this.isRounded = isRounded;
        this.following = following;
        var columns = (double) problem.rows().columns();
        isFull = columns <= ALWAYS || (columns <= NEVER && problem.rows().rows() * columns * columns <= WORTH);
    }

    @Override
    public boolean isExact() {
        return isFull;
    }

    /** The steps that are remembered, the oldest first. */
    List<Step> steps() {
        return List.copyOf(steps);
    }

    /** Goes on with other steps. */
    void remember(List<Step> others) {
        steps.clear();
        steps.addAll(others);
    }

    @Override
    public double[][] from(Position position) {
        var inverses = IntStream.range(0, problem.outputs())
                .mapToObj(output -> inverse(position.curvatures()[output]))
                .toList();
        var direction = flat(position.gradient());
        for (var i = 0; i < direction.length; i++) {
            direction[i] = -direction[i];
        }
        var factors = new double[steps.size()];
        for (var k = steps.size() - 1; k >= 0; k--) {
            var step = steps.get(k);
            factors[k] = dot(step.moved, direction) / dot(step.moved, step.change);
            add(direction, -factors[k], step.change);
        }
        direction = inverted(inverses, direction);
        for (var k = 0; k < steps.size(); k++) {
            var step = steps.get(k);
            add(direction, factors[k] - dot(step.change, direction) / dot(step.moved, step.change), step.moved);
        }
        return byOutput(direction);
    }

    private double[] inverted(List<UnaryOperator<double[]>> inverses, double[] direction) {
        var parts = byOutput(direction);
        for (var output = 0; output < parts.length; output++) {
            parts[output] = inverses.get(output).apply(parts[output]);
        }
        return flat(parts);
    }

    private UnaryOperator<double[]> inverse(double[] curvatures) {
        var rows = problem.rows();
        var weights = Curvature.weights(curvatures, isRounded);
        if (!isFull) {
            var squares = rows.squares(weights);
            return direction -> {
                var result = direction.clone();
                for (var column = 0; column < result.length; column++) {
                    result[column] /= squares[column] + problem.l2(column) + Double.MIN_NORMAL;
                }
                return result;
            };
        }
        var matrix = rows.products(weights, IntStream.range(0, rows.columns()).toArray());
        var largest = 0.0;
        for (var column = 0; column < matrix.length; column++) {
            matrix[column][column] += problem.l2(column);
            largest = Math.max(largest, matrix[column][column]);
        }
        if (isRounded) {
            for (var column = 0; column < matrix.length; column++) {
                matrix[column][column] += 1e-10 * largest;
            }
        }
        var cholesky = new Cholesky(matrix);
        if (!isRounded && !isSteadied && !cholesky.following().isEmpty()) {
            isSteadied = true;
            following.accept(cholesky.following());
            return inverse(curvatures);
        }
        return cholesky::solve;
    }

    @Override
    public void moved(Position from, Position to) {
        if (isFull && problem.outputs() == 1) {
            return;
        }
        var moved = flat(to.weights());
        add(moved, -1, flat(from.weights()));
        var change = flat(to.gradient());
        add(change, -1, flat(from.gradient()));
        if (dot(moved, change) > 0) {
            if (steps.size() == MOST_STEPS) {
                steps.removeFirst();
            }
            steps.add(new Step(moved, change));
        }
    }

    @Override
    public void forget() {
        steps.clear();
    }

    private static double[] flat(double[][] parts) {
        return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
    }

    private double[][] byOutput(double[] flat) {
        var parts = new double[problem.outputs()][];
        var columns = problem.rows().columns();
        Arrays.setAll(parts, output -> Arrays.copyOfRange(flat, output * columns, (output + 1) * columns));
        return parts;
    }

    private static double dot(double[] a, double[] b) {
        var sum = 0.0;
        for (var i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double[] to, double factor, double[] values) {
        for (var i = 0; i < to.length; i++) {
            to[i] += factor * values[i];
        }
    }
}
