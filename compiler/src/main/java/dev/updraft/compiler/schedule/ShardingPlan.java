package dev.updraft.compiler.schedule;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Node;
import java.util.HashMap;
import java.util.Map;

/**
 * When a value is computed, if the batch is cut into shards. Even stages run once; odd stages run for every shard. A value
 * without a batch axis whose operands have one is a <em>partial</em>: each shard gives its part, and the sum of the parts is
 * there from the next even stage on.
 *
 * <p>Most networks have stages 0 (weights made ready), 1 (forward and backward) and 2 (the update); each batch
 * normalisation adds some, since its statistics are those of the whole batch.
 */
final class ShardingPlan {
    private final Map<Node, Integer> stages = new HashMap<>();

    ShardingPlan(Graph graph) {
        for (var node : graph.nodes()) {
            var stage = 0;
            for (var operand : node.operands()) {
                stage = Math.max(stage, ready(operand));
            }
            var perShard = node.shape().batched() || isPartial(node);
            stages.put(node, perShard && stage % 2 == 0 ? stage + 1 : !perShard && stage % 2 == 1 ? stage + 1 : stage);
        }
    }

    int stage(Node node) {
        return stages.getOrDefault(node, 0);
    }

    static boolean isPartial(Node node) {
        return !node.shape().batched()
                && node.operands().stream().anyMatch(operand -> operand.shape().batched());
    }

    /** The first stage in which the value can be read whole. */
    private int ready(Node node) {
        return isPartial(node) ? stage(node) + 1 : stage(node);
    }
}
