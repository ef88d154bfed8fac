package dev.updraft.compiler.passes;

import static dev.updraft.compiler.ops.BinaryFunction.ADD;
import static dev.updraft.compiler.ops.BinaryFunction.MULTIPLY;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code d · a + d · b = d · (a + b)}, for values of samples. The gradient of a function in which x stands twice, as {@code x · f(x)},
 * is such a sum: what is left beside d is of the forward computation alone, which can compute it where all that it takes is
 * at hand, and keep one value instead of several.
 */
public final class CommonFactors {
    private static final Op SUM = new Op.BinaryOp(ADD);
    private static final Op PRODUCT = new Op.BinaryOp(MULTIPLY);

    private final GraphBuilder to = new GraphBuilder();
    private final Map<Node, Node> made = new HashMap<>();
    private final Map<Node, Integer> readers = new HashMap<>();
    private final Set<Node> wanted = new HashSet<>();

    private CommonFactors(Graph graph) {
        graph.nodes().forEach(node -> node.operands().forEach(operand -> readers.merge(operand, 1, Integer::sum)));
        wanted.addAll(graph.outputs().values());
        wanted.addAll(graph.updates().values());
    }

    /** A graph in which sums of two products have no factor in common. */
    public static Graph takeOut(Graph graph) {
        var pass = new CommonFactors(graph);
        return Rewriter.rewriteNodes(graph, pass.to, (old, operands) -> {
            var factored = pass.factored(old);
            var node = factored == null ? pass.to.add(old.op(), operands) : factored;
            pass.made.put(old, node);
            return node;
        });
    }

    private @Nullable Node factored(Node sum) {
        if (!sum.op().equals(SUM) || !sum.shape().batched() || !isInner(sum.operand(0)) || !isInner(sum.operand(1))) {
            return null;
        }
        var left = factors(sum.operand(0));
        var right = factors(sum.operand(1));
        var common = left.stream()
                .filter(factor -> right.contains(factor) && !(factor.op() instanceof Op.Broadcast))
                .findFirst();
        if (common.isEmpty()) {
            return null;
        }
        left.remove(common.get());
        right.remove(common.get());
        return to.multiply(made(common.get()), to.add(product(left), product(right)));
    }

    /** Whether a value is a product that nobody else reads. */
    private boolean isInner(Node node) {
        return node.op().equals(PRODUCT) && readers.getOrDefault(node, 0) == 1 && !wanted.contains(node);
    }

    private List<Node> factors(Node product) {
        var factors = new ArrayList<Node>();
        for (var operand : product.operands()) {
            if (isInner(operand)) {
                factors.addAll(factors(operand));
            } else {
                factors.add(operand);
            }
        }
        return factors;
    }

    private Node product(List<Node> factors) {
        return factors.stream().map(this::made).reduce(to::multiply).orElseThrow();
    }

    private Node made(Node old) {
        return Objects.requireNonNull(made.get(old), old::toString);
    }
}
