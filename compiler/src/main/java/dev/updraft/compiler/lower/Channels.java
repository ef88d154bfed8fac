package dev.updraft.compiler.lower;

import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.tensor.Shape;
import java.util.Arrays;

/** Vectors with a number for each place of the last axis. */
final class Channels {
    private Channels() {}

    /** A vector {@code [channels]} along the last axis of {@code shape}. */
    static Node broadcast(GraphBuilder to, Node vector, Shape shape) {
        return to.broadcast(to.reshape(vector, row(shape)), shape);
    }

    /** A vector of one number, which stands everywhere in {@code shape}. */
    static Node broadcastNumber(GraphBuilder to, Node vector, Shape shape) {
        return to.broadcast(to.reshape(vector, row(shape.with(-1, 1))), shape);
    }

    /** {@code [1, …, 1, channels]} in the rank of {@code shape}. */
    static Shape row(Shape shape) {
        var dims = new int[shape.rank()];
        Arrays.fill(dims, 1);
        dims[dims.length - 1] = shape.dim(-1);
        return Shape.of(dims);
    }
}
