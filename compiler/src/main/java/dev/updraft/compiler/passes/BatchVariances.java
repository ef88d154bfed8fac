package dev.updraft.compiler.passes;

import static dev.updraft.compiler.ops.UnaryFunction.SQUARE;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The variance over the batch in the same reading of the values as their mean. Written as {@code Σ (x - mean)²} it needs the mean,
 * for which all shards must have come as far, and then reads again what no cache holds any more. As {@link Op.SquaredDeviations}
 * it is added up beside {@code Σ x}, each shard about the mean of its own, right after what wrote x.
 *
 * <p>The gradients are those of the expression as it was: they are taken before.
 */
public final class BatchVariances {
    private BatchVariances() {}

    /** A graph in which sums of squared deviations over the batch do not wait for the mean. */
    public static Graph inOnePass(Graph graph) {
        if (graph.nodes().stream().allMatch(node -> variance(node.op(), node.operands()) == null)) {
            return graph;
        }
        var to = new GraphBuilder();
        return Rewriter.rewrite(graph, to, (op, operands) -> {
            var variance = variance(op, operands);
            return variance == null ? to.add(op, operands) : to.add(variance.op, variance.x);
        });
    }

    private record Variance(Op.SquaredDeviations op, Node x) {}

    /** The same sum in one reading; null if it is another. */
    private static @Nullable Variance variance(Op op, List<Node> operands) {
        if (op instanceof Op.Sum(var axes)
                && BatchSums.sumsBatch(operands.getFirst(), axes)
                && operands.getFirst().op().equals(new Op.UnaryOp(SQUARE))) {
            var x = BatchSums.deviating(operands.getFirst().operand(0), axes);
            return x == null ? null : new Variance(new Op.SquaredDeviations(axes), x);
        }
        return null;
    }
}
