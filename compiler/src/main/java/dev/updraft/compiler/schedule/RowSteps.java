package dev.updraft.compiler.schedule;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What is computed row by row on the way from the elements of a shape to its elements: sums of rows, numbers made of them, and
 * in the end each repeated for its row, as the mean in layer normalization. A loop that has whole rows in the first-level cache
 * goes all the way with them, and the elements need not be read again for each step.
 *
 * <p>Only for samples in shards: there one worker goes through a loop from the beginning to the end.
 */
final class RowSteps {
    /** The longest row that a loop has as a whole. */
    static final int MOST_ELEMENTS = 1024;

    private final ShardingPlan shardingPlan;
    private final Uses uses;
    private final Predicate<Node> pointwise;
    /** By each value of rows, the shape whose rows they are. */
    private final Map<Node, Shape> found = new HashMap<>();

    private RowSteps(ShardingPlan shardingPlan, Uses uses, Predicate<Node> pointwise) {
        this.shardingPlan = shardingPlan;
        this.uses = uses;
        this.pointwise = pointwise;
    }

    /**
     * Finds them.
     *
     * @param pointwise what is computed in a loop that it can share
     * @return the shape of the loop that each of them may be computed in
     */
    static Map<Node, Shape> find(ShardingPlan shardingPlan, Uses uses, Predicate<Node> pointwise) {
        var rowSteps = new RowSteps(shardingPlan, uses, pointwise);
        if (shardingPlan.inShards()) {
            var nodes = shardingPlan.graph().nodes();
            nodes.forEach(rowSteps::add);
            nodes.reversed().forEach(rowSteps::removeUnlessRepeated);
        }
        return rowSteps.found;
    }

    private void add(Node node) {
        if (!pointwise.test(node) || !node.shape().batched() || node.op() instanceof Op.Broadcast) {
            return;
        }
        if (node.op() instanceof Op.Sum(var axes)) {
            var rows = node.operand(0).shape();
            if (axes.equals(List.of(rows.rank() - 1)) && rows.dim(-1) > 1 && rows.dim(-1) <= MOST_ELEMENTS) {
                found.put(node, rows);
            }
        } else if (!(node.op() instanceof Op.Reduction)) {
            node.operands().stream()
                    .filter(operand -> found.containsKey(operand)
                            && operand.shape().equals(node.shape())
                            && shardingPlan.stage(operand) == shardingPlan.stage(node))
                    .findFirst()
                    .ifPresent(operand -> found.put(node, found.get(operand)));
        }
    }

    private void removeUnlessRepeated(Node node) {
        var rows = found.get(node);
        if (rows != null
                && uses.of(node).stream().noneMatch(user -> rows.equals(found.get(user)) || isRepetition(user, rows))) {
            found.remove(node);
        }
    }

    private boolean isRepetition(Node user, Shape rows) {
        return user.op() instanceof Op.Broadcast && user.shape().equals(rows);
    }
}
