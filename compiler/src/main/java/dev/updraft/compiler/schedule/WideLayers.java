package dev.updraft.compiler.schedule;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import java.util.HashSet;
import java.util.Set;

/**
 * Which matrix products, and which gradients of tables of rows, are computed once for the whole batch where the rest is computed
 * shard by shard: those whose weights are so many that it costs more to go through them again for every shard than to have the
 * shards meet.
 *
 * <p>The gradient of weights is computed once as soon as they are wide: otherwise every shard would write a part as large as
 * they are. Forward and for the gradient of inputs it pays only if the shards, which must then keep all values until the others
 * have come as far, have less to keep than there are weights to go through. After convolutions they have more.
 */
final class WideLayers {
    /** Weights fewer than these stay in a processor's second-level cache from shard to shard. */
    private static final long WIDE = 1 << 17;

    /** Of tables, whose gradients cost a shard all rows, though it has something for few of them. */
    private static final long WIDE_TABLE = 1 << 14;

    /** What a product is cut along is at least so long, or there are not enough parts for many threads. */
    private static final int LONGEST_AXIS = 512;

    /** With more rows a sample, a shard computes for so long that reading the weights does not matter. */
    private static final long MOST_ROWS = 8;

    /** Of a shard, about. */
    private static final long SAMPLES = 16;

    private WideLayers() {}

    /** Those of a graph. */
    static Set<Node> of(Graph graph) {
        var products = new HashSet<Node>();
        var gradients = new HashSet<Node>();
        var kept = 0L;
        for (var node : graph.nodes()) {
            if (node.op() instanceof Op.ScatterAdd && node.shape().elementsPerSample() >= WIDE_TABLE) {
                gradients.add(node);
            }
            if (isWide(node)) {
                (node.shape().batched() ? products : gradients).add(node);
            }
            // What is computed again is not kept, and must change nothing of how the rest is computed.
            if (node.shape().batched() && node.after() == null) {
                kept += SAMPLES * node.shape().elementsPerSample();
            }
        }
        var weights = products.stream()
                .mapToLong(node -> node.operand(1).shape().elementsPerSample())
                .sum();
        if (weights > kept) {
            gradients.addAll(products);
        }
        return gradients;
    }

    private static boolean isWide(Node node) {
        if (!(node.op() instanceof Op.MatMul) || !node.operand(0).shape().batched()) {
            return false;
        }
        var batched = node.shape().batched();
        if (batched == node.operand(1).shape().batched()) {
            return false;
        }
        var weights = batched ? node.operand(1).shape() : node.shape();
        var cut = batched
                ? node.shape().dim(-1)
                : Math.max(node.shape().dim(0), node.shape().dim(-1));
        var left = node.operand(0).shape();
        var rows = left.elementsPerSample() / left.dim(-1);
        return weights.elementsPerSample() >= WIDE && cut >= LONGEST_AXIS && rows <= MOST_ROWS;
    }
}
