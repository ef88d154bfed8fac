package dev.updraft.compiler.lower;

import dev.updraft.compiler.layers.FunctionShapes;
import dev.updraft.compiler.layers.TensorFunction;
import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.UnaryFunction;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** The operations of the functions that combine the elements along axes. */
final class ReductionRule {
    private final GraphBuilder to;

    ReductionRule(GraphBuilder to) {
        this.to = to;
    }

    /** Without the axes, or with extent 1: as {@code result} says. */
    Node reduce(TensorFunction.Reduce reduce, Node x, Shape result) {
        var axes = axes(reduce, x.shape());
        var reduced = switch (reduce.reduction()) {
            case SUM -> to.sum(x, axes);
            case MEAN -> to.mean(x, axes);
            case MAX -> to.max(x, axes);
            case MIN -> to.min(x, axes);
            case PRODUCT -> to.product(x, axes);
            case VARIANCE -> {
                var deviation = to.subtract(x, to.broadcast(to.mean(x, axes), x.shape()));
                yield to.mean(to.map(UnaryFunction.SQUARE, deviation), axes);
            }
        };
        return to.reshape(reduced, result);
    }

    private static List<Integer> axes(TensorFunction.Reduce reduce, Shape shape) {
        return reduce.axes() == null
                ? IntStream.range(shape.batched() ? 1 : 0, shape.rank()).boxed().toList()
                : reduce.axes().stream()
                        .map(axis -> Objects.requireNonNull(FunctionShapes.place(axis, shape.rank())))
                        .sorted()
                        .toList();
    }

    /** {@code n - 1} minus the largest {@code n - 1 - i} of all places whose element is the maximum; NaN if one is. */
    Node argMax(Node x, int axis, Shape result) {
        var extent = x.shape().dim(axis);
        var axes = List.of(axis);
        var largest = to.max(x, axes);
        var line = Shape.of(IntStream.range(0, x.shape().rank())
                .map(i -> i == axis ? extent : 1)
                .toArray());
        var fromEnd = to.subtract(to.full(extent, line), to.add(new Op.CumulativeSum(axis, false), to.full(1, line)));
        var isLargest = to.combine(BinaryFunction.EQUAL, x, to.broadcast(largest, x.shape()));
        var found = to.max(to.multiply(isLargest, to.broadcast(fromEnd, x.shape())), axes);
        var place = to.subtract(to.constant(extent - 1), found);
        var isNumber = to.combine(BinaryFunction.EQUAL, largest, largest);
        return to.reshape(to.select(isNumber, place, largest), result);
    }
}
