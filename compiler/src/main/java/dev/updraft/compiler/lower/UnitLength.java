package dev.updraft.compiler.lower;

import static dev.updraft.compiler.ops.BinaryFunction.MAXIMUM;
import static dev.updraft.compiler.ops.UnaryFunction.RECIPROCAL;
import static dev.updraft.compiler.ops.UnaryFunction.SQRT;
import static dev.updraft.compiler.ops.UnaryFunction.SQUARE;

import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import java.util.List;

/** Vectors scaled to length 1. */
final class UnitLength {
    private UnitLength() {}

    /**
     * {@code x / √max(Σ x², shortest²)}.
     *
     * @param axis along which a vector lies
     * @param shortest what shorter vectors are divided by
     */
    static Node of(GraphBuilder to, Node x, int axis, double shortest) {
        var squares = to.sum(to.map(SQUARE, x), List.of(axis));
        var bounded = to.combine(MAXIMUM, squares, to.constant(shortest * shortest));
        return to.multiply(x, to.broadcast(to.map(RECIPROCAL, to.map(SQRT, bounded)), x.shape()));
    }
}
