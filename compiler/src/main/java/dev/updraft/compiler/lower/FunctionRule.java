package dev.updraft.compiler.lower;

import dev.updraft.compiler.layers.FunctionShapes;
import dev.updraft.compiler.layers.TensorFunction;
import dev.updraft.compiler.layers.TensorFunction.AxisSlice;
import dev.updraft.compiler.layers.TensorFunction.BinaryKind;
import dev.updraft.compiler.layers.TensorFunction.UnaryKind;
import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.UnaryFunction;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** The operations of each {@link TensorFunction}. */
final class FunctionRule {
    /** As short as vectors are scaled to length 1 in Keras. */
    private static final double SHORTEST = 1e-6;

    private final GraphBuilder to;
    private final ForwardPass pass;
    private final List<Node> inputs;
    private final Shape result;

    /**
     * @param inputs its operands
     * @param result the shape of what it gives
     */
    FunctionRule(GraphBuilder to, ForwardPass pass, List<Node> inputs, Shape result) {
        this.to = to;
        this.pass = pass;
        this.inputs = inputs;
        this.result = result;
    }

    /** What the function gives. */
    Node lower(TensorFunction function) {
        var x = inputs.getFirst();
        return switch (function) {
            case TensorFunction.Unary(var kind) -> unary(kind, x);
            case TensorFunction.Binary(var kind) -> binary(kind, spread(real(0)), spread(real(1)));
            case TensorFunction.Clip(var low, var high) -> {
                var raised = to.combine(BinaryFunction.MAXIMUM, x, to.constant(low));
                yield to.combine(BinaryFunction.MINIMUM, raised, to.constant(high));
            }
            case TensorFunction.Where() ->
                to.select(spread(inputs.get(0)), spread(inputs.get(1)), spread(inputs.get(2)));
            case TensorFunction.Average() ->
                to.multiply(
                        IntStream.range(0, inputs.size())
                                .mapToObj(input -> spread(real(input)))
                                .reduce(to::add)
                                .orElseThrow(),
                        1.0 / inputs.size());
            case TensorFunction.Reduce reduce -> new ReductionRule(to).reduce(reduce, x, result);
            case TensorFunction.ArgMax(var axis) -> new ReductionRule(to).argMax(x, place(axis, x), result);
            case TensorFunction.CumSum(var axis) -> to.add(new Op.CumulativeSum(place(axis, x), false), x);
            case TensorFunction.MatMul() -> matMul(x, inputs.get(1));
            case TensorFunction.Dot(var normalize) -> dot(x, inputs.get(1), normalize);
            case TensorFunction.Transpose(var axes) ->
                to.add(
                        new Op.Transpose(
                                axes.stream().map(axis -> place(axis, x)).toList()),
                        x);
            case TensorFunction.ExpandDims _, TensorFunction.Squeeze _ -> to.reshape(x, result);
            case TensorFunction.Stack(var axis) -> stack(axis);
            case TensorFunction.Tile(var repeats) -> tile(x, repeats);
            case TensorFunction.Slice(var axes) -> slice(x, axes);
            case TensorFunction.Gather(var axis) -> gather(x, inputs.get(1), place(axis, x));
            case TensorFunction.OneHot(var classes) -> to.add(new Op.OneHot(classes), x);
            case TensorFunction.ToFloat() -> ForwardPass.real(to, x);
            case TensorFunction.StopGradient() -> to.map(UnaryFunction.STOP_GRADIENT, x);
            case TensorFunction.RandomNormal(var mean, var stddev) ->
                to.add(to.multiply(pass.randomNormal(x.shape()), stddev), mean);
            case TensorFunction.RandomUniform(var low, var high) ->
                to.add(to.multiply(pass.randomUniform(x.shape()), high - low), low);
        };
    }

    private Node unary(UnaryKind kind, Node x) {
        return switch (kind) {
            case NEGATE -> to.map(UnaryFunction.NEGATE, x);
            case NOT -> to.subtract(to.constant(1), x);
            case ABS -> to.map(UnaryFunction.ABS, x);
            case SIGN -> to.map(UnaryFunction.SIGN, x);
            case SQUARE -> to.map(UnaryFunction.SQUARE, x);
            case SQRT -> to.map(UnaryFunction.SQRT, x);
            case EXP -> to.map(UnaryFunction.EXP, x);
            case LOG -> to.map(UnaryFunction.LOG, x);
            case LOG1P -> to.map(UnaryFunction.LOG1P, x);
            case ROUND -> round(x);
            case FLOOR -> to.map(UnaryFunction.FLOOR, x);
            case SIN -> to.map(UnaryFunction.SIN, x);
            case COS -> to.map(UnaryFunction.COS, x);
        };
    }

    /** The floor, or the number above it if that is nearer; of two that are equally near the one that 2 divides. */
    private Node round(Node x) {
        var floor = to.map(UnaryFunction.FLOOR, x);
        var above = to.subtract(x, floor);
        var half = to.multiply(floor, 0.5);
        var isOdd = to.combine(BinaryFunction.LESS, to.map(UnaryFunction.FLOOR, half), half);
        var isHalf = to.combine(BinaryFunction.EQUAL, above, to.constant(0.5));
        var isNearer = to.combine(BinaryFunction.LESS, to.constant(0.5), above);
        return to.add(floor, to.add(isNearer, to.multiply(isHalf, isOdd)));
    }

    private Node binary(BinaryKind kind, Node a, Node b) {
        return switch (kind) {
            case ADD -> to.add(a, b);
            case SUBTRACT -> to.subtract(a, b);
            case MULTIPLY, AND -> to.multiply(a, b);
            case DIVIDE -> to.divide(a, b);
            case POWER -> to.combine(BinaryFunction.POWER, a, b);
            case MAXIMUM, OR -> to.combine(BinaryFunction.MAXIMUM, a, b);
            case MINIMUM -> to.combine(BinaryFunction.MINIMUM, a, b);
            case LESS -> to.combine(BinaryFunction.LESS, a, b);
            case GREATER -> to.combine(BinaryFunction.LESS, b, a);
            case LESS_EQUAL -> orEqual(a, b);
            case GREATER_EQUAL -> orEqual(b, a);
            case EQUAL -> to.combine(BinaryFunction.EQUAL, a, b);
            case NOT_EQUAL -> to.subtract(to.constant(1), to.combine(BinaryFunction.EQUAL, a, b));
        };
    }

    /** {@code a <= b}, which with NaN is not the same as {@code not b < a}. */
    private Node orEqual(Node a, Node b) {
        return to.add(to.combine(BinaryFunction.LESS, a, b), to.combine(BinaryFunction.EQUAL, a, b));
    }

    /** Integers are compared as float32, which represents those up to 2^24 exactly. */
    private Node real(int operand) {
        return ForwardPass.real(to, inputs.get(operand));
    }

    /** An operand in the shape of the result. */
    private Node spread(Node x) {
        return spread(to, x, result);
    }

    /** A value repeated to a shape with more axes in front. */
    static Node spread(GraphBuilder to, Node x, Shape shape) {
        if (x.shape().rank() == 0 || x.shape().equals(shape)) {
            return to.broadcast(x, shape);
        }
        var dims = new ArrayList<>(Collections.nCopies(shape.rank() - x.shape().rank(), 1));
        dims.addAll(x.shape().dims());
        return to.broadcast(to.reshape(x, new Shape(dims)), shape);
    }

    private Node matMul(Node a, Node b) {
        return b.shape().rank() == 2 && !b.shape().batched()
                ? to.matMul(a, false, b, false)
                : to.add(new Op.BatchMatMul(isTurned(a), isTurned(b)), unturned(a), unturned(b));
    }

    /** Whether what were columns of matrices before a transpose are their rows now. A product can read them as they were. */
    private static boolean isTurned(Node x) {
        return x.op() instanceof Op.Transpose(var permutation)
                && permutation.get(permutation.size() - 2) == permutation.size() - 1;
    }

    /** The same with the columns where they were: a transpose that moves whole rows, which is faster, and so is its gradient's. */
    private Node unturned(Node x) {
        if (!(x.op() instanceof Op.Transpose(var permutation)) || !isTurned(x)) {
            return x;
        }
        var axes = new ArrayList<>(permutation);
        Collections.swap(axes, axes.size() - 2, axes.size() - 1);
        return to.add(new Op.Transpose(axes), x.operand(0));
    }

    private Node dot(Node a, Node b, boolean normalize) {
        var last = a.shape().rank() - 1;
        var product = normalize
                ? to.multiply(UnitLength.of(to, a, last, SHORTEST), UnitLength.of(to, b, last, SHORTEST))
                : to.multiply(a, b);
        return to.sum(product, List.of(last));
    }

    private Node stack(int axis) {
        var place = Objects.requireNonNull(FunctionShapes.place(axis, result.rank()));
        var one = result.with(place, 1);
        return to.add(
                new Op.Concat(place),
                inputs.stream().map(input -> to.reshape(input, one)).toList());
    }

    /** Copies behind one another. */
    private Node tile(Node x, List<Integer> repeats) {
        var tiled = x;
        for (var axis = 0; axis < repeats.size(); axis++) {
            if (repeats.get(axis) > 1) {
                tiled = to.add(new Op.Concat(axis), Collections.nCopies(repeats.get(axis), tiled));
            }
        }
        return tiled;
    }

    private Node slice(Node x, List<AxisSlice> axes) {
        var sliced = x;
        var axis = 0;
        for (var slice : FunctionShapes.whole(axes, x.shape().rank())) {
            var extent = x.shape().dim(axis);
            var places = Objects.requireNonNull(FunctionShapes.places(slice, extent));
            var length = places.end() - places.start();
            if (extent != Shape.BATCH && length < extent) {
                sliced = to.add(new Op.Slice(axis, places.start(), length), sliced);
            }
            axis++;
        }
        return to.reshape(sliced, result);
    }

    /**
     * Rows of a table; of a value with a batch the product with a one in each row, since each sample has its own. An index
     * that is none of the axis gives NaN either way.
     */
    private Node gather(Node x, Node indices, int axis) {
        if (!x.shape().batched()) {
            return to.gather(x, indices);
        }
        var extent = x.shape().dim(axis);
        var before = 1;
        for (var i = 1; i < axis; i++) {
            before *= x.shape().dim(i);
        }
        var after = Math.toIntExact(x.shape().elementsPerSample() / before / extent);
        var chosen = to.add(new Op.OneHot(extent), indices);
        var rows = to.reshape(swapped(x, before, extent, after), Shape.batch(extent, before * after));
        var picked = to.add(new Op.BatchMatMul(false, false), chosen, rows);
        var ones = to.broadcast(to.sum(chosen, List.of(2)), picked.shape());
        return to.reshape(swapped(to.divide(picked, ones), indices.shape().dim(1), before, after), result);
    }

    /** A value of these extents with the first two exchanged. */
    private Node swapped(Node x, int first, int second, int last) {
        return first == 1 || second == 1
                ? x
                : to.add(new Op.Transpose(List.of(0, 2, 1, 3)), to.reshape(x, Shape.batch(first, second, last)));
    }

    private static int place(int axis, Node x) {
        return Objects.requireNonNull(FunctionShapes.place(axis, x.shape().rank()));
    }
}
