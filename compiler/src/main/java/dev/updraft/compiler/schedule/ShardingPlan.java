package dev.updraft.compiler.schedule;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * When a value is computed, if the batch is cut into shards. Even stages run once; odd stages run for every shard. A value
 * without a batch axis whose operands have one is a <em>partial</em>: each shard gives its part, and the sum of the parts is
 * there from the next even stage on.
 *
 * <p>Most networks have stages 0 (weights made ready), 1 (forward and backward) and 2 (the update); each batch
 * normalisation adds some, since its statistics are those of the whole batch. So do wide layers, of which some
 * operations are computed once for all samples: see {@link WideLayers}.
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

    /**
     * Finds the stage of every node.
     *
     * @param inShards whether the batch is going to be cut into shards; if not, no product needs to be computed once for all of
     *     them
     */
    public static ShardingPlan of(Graph graph, boolean inShards) {
        var whole = inShards ? WideLayers.of(graph) : Set.<Node>of();
        var products = new FusedProducts(graph, new Uses(graph));
        var stages = new HashMap<Node, Integer>();
        for (var node : graph.nodes()) {
            var fusedGemm = products.with(node);
            if (fusedGemm == null) {
                stages.put(
                        node, whole.contains(node) ? once(ready(node, node.operands(), stages)) : stage(node, stages));
            } else if (!whole.contains(fusedGemm.product())) {
                stages.put(node, stage(node, stages));
            } else if (fusedGemm.result() == node) {
                // The vector of a bias is read as it is, not its repetition for every sample.
                var stage = once(ready(node, fusedGemm.reads(), stages));
                FusedProducts.nodes(fusedGemm).forEach(inside -> stages.put(inside, stage));
            }
        }
        return new ShardingPlan(graph, stages);
    }

    private static int stage(Node node, Map<Node, Integer> stages) {
        var stage = ready(node, node.operands(), stages);
        if (node.op() instanceof Op.Source
                || (node.op() instanceof Op.Reshape && node.shape().batched())) {
            return stage;
        }
        return node.shape().batched() || readsBatch(node) ? perShard(stage) : once(stage);
    }

    /** The first stage in which what is read is there, and what must be there before. */
    private static int ready(Node node, List<Node> read, Map<Node, Integer> stages) {
        var ready = node.after() == null ? 0 : ready(node.after(), stages);
        for (var operand : read) {
            ready = Math.max(ready, ready(operand, stages));
        }
        return ready;
    }

    private static int ready(Node value, Map<Node, Integer> stages) {
        var stage = stages.getOrDefault(value, 0);
        return isPartial(value, stage) ? stage + 1 : stage;
    }

    private static int once(int stage) {
        return stage % 2 == 0 ? stage : stage + 1;
    }

    private static int perShard(int stage) {
        return stage % 2 == 1 ? stage : stage + 1;
    }

    /** The stage in which a node is computed. */
    public int stage(Node node) {
        return stages.getOrDefault(node, 0);
    }

    /** Whether each shard gives a part of {@code node}, and the value is the sum of the parts. */
    public boolean isPartial(Node node) {
        return isPartial(node, stage(node));
    }

    private static boolean isPartial(Node node, int stage) {
        return stage % 2 == 1 && !node.shape().batched();
    }

    private static boolean readsBatch(Node node) {
        return node.operands().stream().anyMatch(operand -> operand.shape().batched());
    }
}
