package dev.updraft.compiler.passes;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Makes a new graph from an old one, node by node. */
final class Rewriter {

    /** What takes the place of an operation. */
    @FunctionalInterface
    interface Rule {
        /** A node of the new graph, made from {@code operands}, which are in it, and of the old node's shape. */
        Node apply(Op op, List<Node> operands);
    }

    /** The same for a rule that must know which node of the old graph it is. */
    @FunctionalInterface
    interface NodeRule {
        /** As {@link Rule#apply}. */
        Node apply(Node old, List<Node> operands);
    }

    private Rewriter() {}

    /**
     * The graph that a rule makes.
     *
     * @param to a builder without nodes
     * @param rule is asked for every node, after its operands
     */
    static Graph rewrite(Graph graph, GraphBuilder to, Rule rule) {
        return rewriteNodes(graph, to, (old, operands) -> rule.apply(old.op(), operands));
    }

    /** As {@link #rewrite}. */
    static Graph rewriteNodes(Graph graph, GraphBuilder to, NodeRule rule) {
        Map<Node, Node> replacements = new HashMap<>();
        for (var node : graph.nodes()) {
            to.origin(node.origin());
            var after = node.after();
            to.after(after == null ? null : replacement(replacements, after));
            var operands = node.operands().stream()
                    .map(operand -> replacement(replacements, operand))
                    .toList();
            replacements.put(node, rule.apply(node, operands));
        }
        graph.outputs().forEach((name, node) -> to.output(name, replacement(replacements, node)));
        graph.updates().forEach((variable, node) -> to.update(variable, replacement(replacements, node)));
        return to.build();
    }

    private static Node replacement(Map<Node, Node> replacements, Node node) {
        return Objects.requireNonNull(replacements.get(node), node::toString);
    }
}
