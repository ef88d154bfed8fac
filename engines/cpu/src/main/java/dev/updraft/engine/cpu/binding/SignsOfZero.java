package dev.updraft.engine.cpu.binding;

import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where it can make a difference whether a zero is -0: one relu costs less where it cannot, because whoever reads the value
 * adds it up with others, or compares it.
 */
final class SignsOfZero {
    private final Set<Node> matter = new HashSet<>();

    SignsOfZero(Graph graph) {
        matter.addAll(graph.outputs().values());
        matter.addAll(graph.updates().values());
        for (var node : graph.nodes().reversed()) {
            matter.addAll(readers(node));
        }
    }

    boolean matter(Node node) {
        return matter.contains(node);
    }

    /** The operands whose zeros' signs go on into the node's value; all of them, if nothing is known. */
    private List<Node> readers(Node node) {
        return switch (node.op()) {
            case Op op when op.isContraction() -> List.of();
            case Op.MaxPool2dGradient _ -> List.of(node.operand(1));
            case Op.Reshape _, Op.ToBfloat16 _, Op.MaxPool2d _ -> matter(node) ? node.operands() : List.of();
            case Op.BinaryOp(var function) when function == BinaryFunction.RELU_GRAD -> List.of(node.operand(0));
            case Op.BinaryOp(var function)
            when function == BinaryFunction.MULTIPLY -> matter(node) ? node.operands() : List.of();
            case Op.ElementwiseOp _, Op.Source _, Op.Opaque _ -> node.operands();
        };
    }
}
