package dev.updraft.compiler.passes;

import static dev.updraft.compiler.ops.BinaryFunction.RELU_GRAD;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What comes after the gradient of a pooling is computed before it, on fewer elements.
 *
 * <p>A relu's gate commutes with the gradient of max pooling: where {@code p = max_pool2d(y)} is known, {@code
 * gate(max_pool2d_gradient(y, g), y)} becomes {@code max_pool2d_gradient(y, gate(g, p))}: gradient arrives only at places
 * that hold the largest of a window, and there {@code y} equals {@code p}. So the gate looks at a quarter of the elements,
 * for windows of 2×2.
 *
 * <p>A pooling's gradient hands on all it gets, so its sum over the image, which a bias needs, is the sum of what it gets.
 */
public final class PoolGradients {
    private static final List<Integer> IMAGE = List.of(1, 2);

    private record Pooling(Op.MaxPool2d op, Node image) {}

    private final GraphBuilder to = new GraphBuilder();
    private final Map<Pooling, Node> pooled = new HashMap<>();

    private PoolGradients() {}

    /** A graph that computes on the smaller side of pooling gradients. */
    public static Graph shrink(Graph graph) {
        var pass = new PoolGradients();
        return Rewriter.rewrite(graph, pass.to, pass::rewritten);
    }

    private Node rewritten(Op op, List<Node> operands) {
        if (op.equals(new Op.BinaryOp(RELU_GRAD))) {
            var moved = moved(operands.getFirst(), operands.getLast());
            return moved == null ? to.add(op, operands) : moved;
        }
        if (op instanceof Op.Sum(var axes) && axes.containsAll(IMAGE)) {
            return to.add(op, received(operands.getFirst()));
        }
        var node = to.add(op, operands);
        if (op instanceof Op.MaxPool2d pool) {
            pooled.put(new Pooling(pool, node.operand(0)), node);
        }
        return node;
    }

    private @Nullable Node moved(Node gradient, Node image) {
        if (!(gradient.op() instanceof Op.MaxPool2dGradient(var window)) || gradient.operand(0) != image) {
            return null;
        }
        var largest = pooled.get(new Pooling(new Op.MaxPool2d(window), image));
        return largest == null
                ? null
                : to.add(gradient.op(), image, to.combine(RELU_GRAD, gradient.operand(1), largest));
    }

    /** What a pooling's gradient gets, or anything else as it is. */
    private static Node received(Node gradient) {
        return switch (gradient.op()) {
            case Op.MaxPool2dGradient _ -> gradient.operand(1);
            case Op.AveragePool2dGradient _ -> gradient.operand(0);
            case Op _ -> gradient;
        };
    }
}
