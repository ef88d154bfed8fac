package dev.updraft.compiler.passes;

import static dev.updraft.compiler.ops.BinaryFunction.DIVIDE;
import static dev.updraft.compiler.ops.BinaryFunction.MULTIPLY;
import static dev.updraft.compiler.ops.BinaryFunction.SUBTRACT;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of sums over the batch, which are the dearest: all samples must be done before one is there. */
final class BatchSums {
    private BatchSums() {}

    /** Whether these axes of {@code x} have the batch among them. */
    static boolean sumsBatch(Node x, List<Integer> axes) {
        return x.shape().batched() && axes.contains(0);
    }

    /** What {@code x} repeats along all of the axes, with their extents 1; null if it is not the same there. */
    static @Nullable Node repeatedAlong(Node x, List<Integer> axes) {
        if (!(x.op() instanceof Op.Broadcast)) {
            return null;
        }
        var repeated = x.operand(0);
        var isSame = repeated.shape().rank() > 0
                && !repeated.shape().batched()
                && axes.stream().allMatch(axis -> repeated.shape().dim(axis) == 1);
        return isSame ? repeated : null;
    }

    /** What {@code x} is the differences of from the mean over axes; null if it is something else. */
    static @Nullable Node deviating(Node x, List<Integer> axes) {
        return isDeviation(x, axes) ? x.operand(0) : null;
    }

    /** Whether the sum is 0 by what {@code x} is: differences from the mean over the same axes, each weighted the same. */
    static boolean vanishes(Node x, List<Integer> axes) {
        if (x.op().equals(new Op.BinaryOp(MULTIPLY))) {
            return (repeatedAlong(x.operand(0), axes) != null && vanishes(x.operand(1), axes))
                    || (repeatedAlong(x.operand(1), axes) != null && vanishes(x.operand(0), axes));
        }
        return isDeviation(x, axes);
    }

    private static boolean isDeviation(Node x, List<Integer> axes) {
        if (!x.op().equals(new Op.BinaryOp(SUBTRACT))) {
            return false;
        }
        var mean = repeatedAlong(x.operand(1), axes);
        return mean != null && isMean(mean, x.operand(0), axes);
    }

    private static boolean isMean(Node mean, Node x, List<Integer> axes) {
        return mean.op().equals(new Op.BinaryOp(DIVIDE))
                && mean.operand(0).op().equals(new Op.Sum(axes))
                && mean.operand(0).operand(0) == x
                && mean.operand(1).op() instanceof Op.Broadcast
                && isCount(
                        mean.operand(1).operand(0),
                        x.shape().elementsPerSample() / mean.shape().elementsPerSample());
    }

    /** Whether a scalar is the batch size times a number of places. */
    private static boolean isCount(Node count, long places) {
        if (count.op() instanceof Op.BatchSize) {
            return places == 1;
        }
        return count.op().equals(new Op.BinaryOp(MULTIPLY))
                && count.shape().equals(Shape.SCALAR)
                && count.operand(0).op() instanceof Op.BatchSize
                && count.operand(1).op().equals(new Op.Constant(places));
    }
}
