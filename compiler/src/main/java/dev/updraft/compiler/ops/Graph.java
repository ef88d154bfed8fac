package dev.updraft.compiler.ops;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A graph of operations.
 *
 * @param nodes all that is needed, each after its operands
 * @param outputs what the caller reads, by name
 * @param updates the new value of each variable that changes; all take effect together, at the end
 */
public record Graph(List<Node> nodes, Map<String, Node> outputs, Map<Variable, Node> updates) {
    public Graph {
        nodes = List.copyOf(nodes);
        outputs = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        updates = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(updates));
    }

    /** In a line: a graph may have ten thousands of operations. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "graph of %d operations, %d outputs and %d updates",
                nodes.size(),
                outputs.size(),
                updates.size());
    }
}
