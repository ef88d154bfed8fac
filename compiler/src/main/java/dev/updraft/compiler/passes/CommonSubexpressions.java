package dev.updraft.compiler.passes;

import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is computed twice from the same operands is computed once. */
public final class CommonSubexpressions {
    private record Expression(Op op, List<Node> operands) {}

    private CommonSubexpressions() {}

    /** A graph in which no operation has the operands of another that is the same. */
    public static Graph share(Graph graph) {
        Map<Expression, Node> known = new HashMap<>();
        var to = new GraphBuilder();
        return Rewriter.rewrite(
                graph,
                to,
                (op, operands) ->
                        known.computeIfAbsent(new Expression(op, ordered(op, operands)), _ -> to.add(op, operands)));
    }

    /** {@code a + b} and {@code b + a} are one expression. */
    private static List<Node> ordered(Op op, List<Node> operands) {
        return op instanceof Op.BinaryOp(BinaryFunction function) && commutes(function)
                ? operands.stream().sorted(Comparator.comparingInt(Node::id)).toList()
                : operands;
    }

    private static boolean commutes(BinaryFunction function) {
        return switch (function) {
            case ADD, MULTIPLY, MAXIMUM, MINIMUM, EQUAL -> true;
            case SUBTRACT, DIVIDE, POWER, LESS, RELU_GRAD -> false;
        };
    }
}
