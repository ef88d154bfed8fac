package dev.updraft.compiler.schedule;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.Shape;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Values of samples that each kernel computes for itself: a sum or product of one value, which lies in memory anyway, with
 * what is the same for all samples. Reading that value costs as much as reading the result would, and the result needs
 * neither to be written nor to be kept. So batch normalization, whose statistics are needed before its result and again in
 * its gradient, keeps the image alone.
 */
final class Recomputation {
    /** As many as there are from an image to its normalized form. With more, computing costs more than reading. */
    private static final int MOST_OPERATIONS = 4;

    private final ShardingPlan shardingPlan;
    private final Uses uses;
    private final Predicate<Node> pointwise;
    /** With how many operations it takes to compute each from what lies in memory. */
    private final Map<Node, Integer> found = new HashMap<>();

    private Recomputation(ShardingPlan shardingPlan, Uses uses, Predicate<Node> pointwise) {
        this.shardingPlan = shardingPlan;
        this.uses = uses;
        this.pointwise = pointwise;
    }

    /**
     * Finds them.
     *
     * @param pointwise what is computed in a loop that it can share
     */
    static Set<Node> find(ShardingPlan shardingPlan, Uses uses, Predicate<Node> pointwise) {
        var recomputation = new Recomputation(shardingPlan, uses, pointwise);
        for (var node : shardingPlan.graph().nodes()) {
            recomputation.add(node);
        }
        return recomputation.found.keySet();
    }

    private void add(Node node) {
        var source = source(node);
        if (source == null || !isOfOne(node)) {
            return;
        }
        var before = found.get(source);
        if (before != null && before < MOST_OPERATIONS) {
            found.put(node, before + 1);
        } else if (before == null && liesInMemory(source)) {
            found.put(node, 1);
        }
    }

    /** Whether it could be computed again, if its source lies in memory. */
    private boolean isOfOne(Node node) {
        return source(node) != null
                && node.shape().batched()
                && !uses.isWanted(node)
                && pointwise.test(node)
                && isArithmetic(node)
                && uses.of(node).stream().allMatch(user -> readsInLoop(user, node.shape()));
    }

    private static boolean isArithmetic(Node node) {
        return switch (node.op()) {
            case Op.BinaryOp(var function) ->
                switch (function) {
                    case ADD, SUBTRACT, MULTIPLY -> true;
                    case DIVIDE, POWER, MAXIMUM, MINIMUM, LESS, EQUAL, RELU_GRAD -> false;
                };
            case Op _ -> false;
        };
    }

    /** The one operand that is not the same for all samples; null if there are two or none. */
    private static @Nullable Node source(Node node) {
        var others = node.operands().stream()
                .filter(operand -> !(operand.op() instanceof Op.Broadcast)
                        || operand.operand(0).shape().batched())
                .distinct()
                .toList();
        return others.size() == 1 && others.getFirst().shape().equals(node.shape()) ? others.getFirst() : null;
    }

    /** Whether the loop that computes {@code user} goes over {@code shape}. */
    private boolean readsInLoop(Node user, Shape shape) {
        return pointwise.test(user)
                && !(user.op() instanceof Op.Broadcast)
                && (user.op() instanceof Op.Reduction || user.shape().equals(shape));
    }

    private boolean liesInMemory(Node node) {
        return !pointwise.test(node)
                || uses.isWanted(node)
                || uses.of(node).stream()
                        .anyMatch(user -> !pointwise.test(user)
                                || (!isOfOne(user) && shardingPlan.stage(user) != shardingPlan.stage(node)));
    }
}
