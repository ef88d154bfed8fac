package dev.updraft.compiler.passes;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import java.util.HashMap;

/**
 * Products of bfloat16 in a training step. A value that several products read is rounded once. Convolutions in groups stay as they
 * are: with few products for each number read, their time goes into memory.
 */
public final class MixedPrecision {
    private MixedPrecision() {}

    /** The graph with its operands of products rounded, if it is that of a training step, which updates variables. */
    public static Graph round(Graph graph) {
        if (graph.updates().isEmpty()) {
            return graph;
        }
        var to = new GraphBuilder();
        var known = new HashMap<Node, Node>();
        return Rewriter.rewrite(
                graph,
                to,
                (op, operands) -> to.add(
                        op,
                        isRounded(op)
                                ? operands.stream()
                                        .map(operand -> known.computeIfAbsent(
                                                operand, value -> to.add(new Op.ToBfloat16(), value)))
                                        .toList()
                                : operands));
    }

    private static boolean isRounded(Op op) {
        return switch (op) {
            case Op.MatMul _, Op.BatchMatMul _ -> true;
            case Op.Conv2d(var _, var groups) -> groups == 1;
            case Op.Conv2dInputGradient(var _, var groups, var _) -> groups == 1;
            case Op.Conv2dWeightGradient(var _, var groups, var _) -> groups == 1;
            case Op.Source _, Op.ElementwiseOp _, Op.Opaque _ -> false;
        };
    }
}
