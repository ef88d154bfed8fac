package dev.updraft.compiler.passes;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Checks that a graph is sound; a graph that is not shows a bug in the pass that made it. */
public final class Verifier {
    private final Map<Node, Node> rebuilt = new HashMap<>();
    private final Set<Integer> streams = new HashSet<>();
    private final GraphBuilder builder = new GraphBuilder();
    private int lastId = -1;

    private Verifier() {}

    /**
     * Operands precede their users, identifiers ascend, shapes follow from the operations, random streams are used once,
     * outputs and updates are in the graph, and nothing is in it that they do not need.
     *
     * @throws IllegalStateException saying what does not hold
     */
    public static void verify(Graph graph) {
        var verifier = new Verifier();
        graph.nodes().forEach(verifier::node);
        graph.outputs().forEach((name, node) -> require(verifier.has(node), "output " + name + " is not in the graph"));
        graph.updates().forEach((variable, node) -> {
            require(verifier.has(node), "the update of " + variable.name() + " is not in the graph");
            require(node.shape().equals(variable.shape()), variable.name() + " would become " + node.shape());
        });
        verifier.nothingIsDead(graph);
    }

    private void node(Node node) {
        require(node.id() > lastId, node + " comes after %" + lastId);
        lastId = node.id();
        node.operands().forEach(operand -> require(has(operand), node + " takes " + operand + ", which comes later"));
        if (node.op() instanceof Op.RandomUniform(var stream, var _)) {
            require(streams.add(stream), "random stream " + stream + " is used twice");
        }
        var again = builder.add(
                node.op(), node.operands().stream().map(rebuilt::get).toList());
        require(
                again.shape().equals(node.shape()) && again.type() == node.type(),
                node + " = " + node.op() + " is " + node.shape() + ", and should be " + again.shape());
        rebuilt.put(node, again);
    }

    private boolean has(Node node) {
        return rebuilt.containsKey(node);
    }

    private void nothingIsDead(Graph graph) {
        var used = new HashSet<>(graph.outputs().values());
        used.addAll(graph.updates().values());
        graph.nodes().forEach(node -> used.addAll(node.operands()));
        graph.nodes().forEach(node -> require(used.contains(node), node + " = " + node.op() + " is not used"));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
