package dev.updraft.compiler.ops;

import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the gradient of an operation's result passes back to its operands: the table that {@link Gradients} goes by.
 *
 * <p>In a row, {@code y} is the result, {@code g} its gradient, and {@code x}, {@code a}, {@code b} are operands.
 */
final class GradientRule {
    private final GraphBuilder to;
    private final Node y;
    private final Node g;

    private GradientRule(GraphBuilder to, Node y, Node g) {
        this.to = to;
        this.y = y;
        this.g = g;
    }

    /** What one operand gets of a gradient. */
    record Part(Node operand, Node gradient) {}

    /**
     * The parts of the operands, each of its operand's shape. An operand without a part has no gradient: the function is
     * piecewise constant in it.
     *
     * @throws UnsupportedOperationException for {@link Op.MaxPool2dGradient}, the one operation whose gradient exists but
     *     cannot be said in operations
     */
    static List<Part> of(GraphBuilder to, Node y, Node g) {
        return new GradientRule(to, y, g).parts();
    }

    private List<Part> parts() {
        return switch (y.op()) {
            case Op.Input _, Op.ReadVariable _, Op.StepScalar _, Op.Constant _, Op.BatchSize _, Op.RandomUniform _ ->
                none();
            case Op.UnaryOp(var function) -> map(function, x());
            case Op.BinaryOp(var function) -> combine(function, a(), b());
            case Op.Select _ -> select(y.operand(0), y.operand(1), y.operand(2));
            case Op.Broadcast _ -> x(to.reshape(to.sum(g, repeatedAxes()), x().shape()));
            case Op.Reshape _ -> x(to.reshape(g, x().shape()));
            case Op.Transpose(var permutation) -> x(to.add(new Op.Transpose(inverse(permutation)), g));
            case Op.Concat(var axis) -> concat(axis);
            case Op.Slice(var axis, var start, var length) ->
                x(to.add(new Op.Pad(axis, start, x().shape().dim(axis) - start - length), g));
            case Op.Pad(var axis, var before, var _) ->
                x(to.add(new Op.Slice(axis, before, x().shape().dim(axis)), g));
            case Op.Sum _ -> x(to.broadcast(g, x().shape()));
            case Op.SquaredDeviations(var axes) -> squaredDeviations(axes);
            case Op.Max(var axes) -> max(axes);
            case Op.CumulativeSum(var axis, var reverse) -> x(to.add(new Op.CumulativeSum(axis, !reverse), g));
            case Op.Softmax _ -> x(to.multiply(y, to.subtract(g, overLastAxis(to.multiply(g, y)))));
            case Op.LogSoftmax _ -> x(to.subtract(g, to.multiply(flushed(UnaryFunction.EXP, y), overLastAxis(g))));
            case Op.OneHot _, Op.Cast _, Op.ToInteger _, Op.ToBfloat16 _, Op.TreeSum _, Op.NearestRows _ -> none();
            case Op.Gather _ -> List.of(new Part(a(), to.add(new Op.ScatterAdd(a().shape()), b(), g)));
            case Op.ScatterAdd _ -> List.of(new Part(b(), to.gather(g, a())));
            case Op.MatMul(var transposeLeft, var transposeRight) -> matMul(transposeLeft, transposeRight, a(), b());
            case Op.BatchMatMul(var transposeLeft, var transposeRight) ->
                batchMatMul(transposeLeft, transposeRight, a(), b());

            // A convolution is linear in the image and in the weights, so its gradients are again of these three kinds.
            case Op.Conv2d(var window, var groups) ->
                both(
                        to.add(new Op.Conv2dInputGradient(window, groups, a().shape()), g, b()),
                        to.add(new Op.Conv2dWeightGradient(window, groups, b().shape()), a(), g));
            case Op.Conv2dInputGradient(var window, var groups, var _) ->
                both(
                        to.add(new Op.Conv2d(window, groups), g, b()),
                        to.add(new Op.Conv2dWeightGradient(window, groups, b().shape()), g, a()));
            case Op.Conv2dWeightGradient(var window, var groups, var _) ->
                both(
                        to.add(new Op.Conv2dInputGradient(window, groups, a().shape()), b(), g),
                        to.add(new Op.Conv2d(window, groups), a(), g));
            case Op.MaxPool2d(var window) -> x(to.add(new Op.MaxPool2dGradient(window), x(), g));
            case Op.MaxPool2dGradient _ ->
                throw new UnsupportedOperationException("gradient of " + y.op() + ": none is known");
            case Op.AveragePool2d(var window) -> x(to.add(new Op.AveragePool2dGradient(window, x().shape()), g));
            case Op.AveragePool2dGradient(var window, var _) -> x(to.add(new Op.AveragePool2d(window), g));
        };
    }

    private List<Part> map(UnaryFunction function, Node x) {
        return switch (function) {
            case NEGATE -> x(negate(g));
            case ABS -> x(to.multiply(g, to.map(UnaryFunction.SIGN, x)));
            case SIGN -> none();
            case SQUARE -> x(to.multiply(g, to.multiply(x, 2)));
            case SQRT -> x(to.divide(g, to.multiply(y, 2)));
            case RECIPROCAL -> x(negate(to.multiply(g, square(y))));
            case EXP -> x(to.multiply(g, y));
            case EXPM1 -> x(to.multiply(g, to.add(y, 1)));
            case LOG -> x(to.divide(g, x));
            case LOG1P -> x(to.divide(g, to.add(x, 1)));
            case SIN -> x(to.multiply(g, to.map(UnaryFunction.COS, x)));
            case COS -> x(negate(to.multiply(g, to.map(UnaryFunction.SIN, x))));
            case FLOOR, STOP_GRADIENT -> none();
            case TANH -> x(to.multiply(g, to.add(negate(square(y)), 1)));
            case SIGMOID -> x(to.multiply(g, to.subtract(y, square(y))));
            case ERF ->
                x(to.multiply(g, to.multiply(flushed(UnaryFunction.EXP, negate(square(x))), 2 / Math.sqrt(Math.PI))));
            case RELU -> x(to.combine(BinaryFunction.RELU_GRAD, g, y));
            case FLUSH_DENORMALS -> x(g);
        };
    }

    private List<Part> combine(BinaryFunction function, Node a, Node b) {
        return switch (function) {
            case ADD -> both(g, g);
            case SUBTRACT -> both(g, negate(g));
            case MULTIPLY -> both(to.multiply(g, b), to.multiply(g, a));
            case DIVIDE -> both(to.divide(g, b), negate(to.multiply(g, to.divide(y, b))));
            case POWER -> power(a, b);
            case MAXIMUM -> both(to.multiply(g, larger(a, b)), to.multiply(g, larger(b, a)));
            case MINIMUM -> both(to.multiply(g, larger(b, a)), to.multiply(g, larger(a, b)));
            case LESS, EQUAL -> none();
            case RELU_GRAD -> List.of(new Part(a, to.combine(BinaryFunction.RELU_GRAD, g, b)));
        };
    }

    /**
     * {@code b · a^(b - 1)} and {@code y · log a}. Where {@code b} is 0 the first is 0, also at {@code a = 0}; and where
     * {@code a} is 0 the second, which is its limit for {@code b > 0}.
     */
    private List<Part> power(Node a, Node b) {
        var zero = to.full(0, y.shape());
        var one = to.full(1, y.shape());
        var less = to.select(to.combine(BinaryFunction.EQUAL, b, zero), one, to.subtract(b, one));
        var base = to.select(to.combine(BinaryFunction.EQUAL, a, zero), one, a);
        return both(
                to.multiply(g, to.multiply(b, to.combine(BinaryFunction.POWER, a, less))),
                to.multiply(g, to.multiply(y, to.map(UnaryFunction.LOG, base))));
    }

    private List<Part> select(Node condition, Node a, Node b) {
        var zero = to.full(0, g.shape());
        return List.of(new Part(a, to.select(condition, g, zero)), new Part(b, to.select(condition, zero, g)));
    }

    private List<Part> concat(int axis) {
        var parts = new ArrayList<Part>();
        var start = 0;
        for (var operand : y.operands()) {
            var length = operand.shape().dim(axis);
            parts.add(new Part(operand, to.add(new Op.Slice(axis, start, length), g)));
            start += length;
        }
        return parts;
    }

    /** In equal parts to all that are largest. */
    private List<Part> max(List<Integer> axes) {
        var largest = to.combine(BinaryFunction.EQUAL, x(), to.broadcast(y, x().shape()));
        var share = to.divide(g, to.sum(largest, axes));
        return x(to.multiply(largest, to.broadcast(share, x().shape())));
    }

    /** {@code ∂/∂x Σ (x - m)² = 2 (x - m)}: what a change of x changes of the mean m gets {@code -2 Σ (x - m)}, which is 0. */
    private List<Part> squaredDeviations(List<Integer> axes) {
        var shape = x().shape();
        var deviation = to.subtract(x(), to.broadcast(to.mean(x(), axes), shape));
        return x(to.multiply(to.multiply(deviation, 2), to.broadcast(g, shape)));
    }

    /** With A and B as they are after transposing and G = ∂/∂(AB): ∂/∂A = G Bᵀ and ∂/∂B = Aᵀ G. */
    private List<Part> matMul(boolean transposeLeft, boolean transposeRight, Node a, Node b) {
        return both(
                transposeLeft ? to.matMul(b, transposeRight, g, true) : to.matMul(g, false, b, !transposeRight),
                transposeRight ? to.matMul(g, true, a, transposeLeft) : to.matMul(a, !transposeLeft, g, false));
    }

    /** As {@link #matMul}, of each pair of matrices. */
    private List<Part> batchMatMul(boolean transposeLeft, boolean transposeRight, Node a, Node b) {
        return both(
                transposeLeft
                        ? to.batchMatMul(b, transposeRight, g, true)
                        : to.batchMatMul(g, false, b, !transposeRight),
                transposeRight
                        ? to.batchMatMul(g, true, a, transposeLeft)
                        : to.batchMatMul(a, !transposeLeft, g, false));
    }

    private Node x() {
        return y.operand(0);
    }

    private Node a() {
        return y.operand(0);
    }

    private Node b() {
        return y.operand(1);
    }

    private static List<Part> none() {
        return List.of();
    }

    private List<Part> x(Node gradient) {
        return List.of(new Part(x(), gradient));
    }

    private List<Part> both(Node ofA, Node ofB) {
        return List.of(new Part(a(), ofA), new Part(b(), ofB));
    }

    private Node negate(Node node) {
        return to.map(UnaryFunction.NEGATE, node);
    }

    private Node square(Node node) {
        return to.map(UnaryFunction.SQUARE, node);
    }

    private Node flushed(UnaryFunction function, Node node) {
        return to.map(UnaryFunction.FLUSH_DENORMALS, to.map(function, node));
    }

    /** 1 where {@code a} is larger than {@code b}, 1/2 where they are equal, else 0. */
    private Node larger(Node a, Node b) {
        var equal = to.combine(BinaryFunction.EQUAL, a, b);
        return to.add(to.combine(BinaryFunction.LESS, b, a), to.multiply(equal, 0.5));
    }

    /** The sum over the last axis, at every place of that axis. */
    private Node overLastAxis(Node node) {
        return to.broadcast(to.sum(node, List.of(node.shape().rank() - 1)), node.shape());
    }

    private List<Integer> repeatedAxes() {
        var from = x().shape();
        var into = y.shape();
        return IntStream.range(0, into.rank())
                .filter(axis -> from.equals(Shape.SCALAR) || from.dim(axis) != into.dim(axis))
                .boxed()
                .toList();
    }

    private static List<Integer> inverse(List<Integer> permutation) {
        return IntStream.range(0, permutation.size())
                .mapToObj(permutation::indexOf)
                .toList();
    }
}
