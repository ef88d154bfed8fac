package dev.updraft.compiler.schedule;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who reads what in a graph. */
final class Uses {
    private final Map<Node, List<Node>> users = new HashMap<>();
    private final Set<Node> wanted = new HashSet<>();

    Uses(Graph graph) {
        for (var node : graph.nodes()) {
            for (var operand : node.operands()) {
                users.computeIfAbsent(operand, _ -> new ArrayList<>()).add(node);
            }
        }
        wanted.addAll(graph.outputs().values());
        wanted.addAll(graph.updates().values());
    }

    /** The nodes that have this one as an operand, once for each time. */
    List<Node> of(Node node) {
        return users.getOrDefault(node, List.of());
    }

    /** Whether a node is an output or the new value of a variable. */
    boolean isWanted(Node node) {
        return wanted.contains(node);
    }

    /** The node that alone needs this one. */
    @Nullable
    Node only(Node node) {
        var all = of(node);
        return all.size() == 1 && !isWanted(node) ? all.getFirst() : null;
    }
}
