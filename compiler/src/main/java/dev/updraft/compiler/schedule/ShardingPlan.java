package dev.updraft.compiler.schedule;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Node;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * When a value is computed, if the batch is cut into shards. Even stages run once; odd stages run for every shard. A value
 * without a batch axis whose operands have one is a <em>partial</em>: each shard gives its part, and the sum of the parts is
 * there from the next even stage on.
 *
 * <p>Most networks have stages 0 (weights made ready), 1 (forward and backward) and 2 (the update); each batch
 * normalisation adds some, since its statistics are those of the whole batch.
 *
 * @param graph what is computed
 * @param stages when each of its nodes is
 */
public record ShardingPlan(Graph graph, Map<Node, Integer> stages) {
    public ShardingPlan {
        stages = Map.copyOf(stages);
    }

    /** In a line, as the graph is. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "stages of a %s", graph);
    }

    /** Finds the stage of every node. */
    public static ShardingPlan of(Graph graph) {
        var stages = new HashMap<Node, Integer>();
        for (var node : graph.nodes()) {
            var stage = 0;
            for (var operand : node.operands()) {
                var ready = stages.getOrDefault(operand, 0) + (isPartial(operand) ? 1 : 0);
                stage = Math.max(stage, ready);
            }
            var perShard = node.shape().batched() || isPartial(node);
            stages.put(node, perShard && stage % 2 == 0 ? stage + 1 : !perShard && stage % 2 == 1 ? stage + 1 : stage);
        }
        return new ShardingPlan(graph, stages);
    }

    /** The stage in which a node is computed. */
    public int stage(Node node) {
        return stages.getOrDefault(node, 0);
    }

    static boolean isPartial(Node node) {
        return !node.shape().batched()
                && node.operands().stream().anyMatch(operand -> operand.shape().batched());
    }
}
