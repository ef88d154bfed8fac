package dev.updraft.compiler.schedule;

import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.UnaryFunction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The products of a graph, each with the bias and the relu that follow it, if nobody else reads what lies between. */
final class FusedProducts {
    private final Uses uses;
    /** By each node of the chain. */
    private final Map<Node, Kernel.FusedGemm> byNode = new LinkedHashMap<>();

    FusedProducts(Graph graph, Uses uses) {
        this.uses = uses;
        graph.nodes().stream().filter(node -> node.op().takesEpilogue()).forEach(this::add);
    }

    private void add(Node product) {
        var sum = uses.only(product);
        var bias = sum == null ? null : biasOf(sum, product);
        var biased = sum == null || bias == null ? product : sum;
        var next = uses.only(biased);
        var relu = next != null && next.op().equals(new Op.UnaryOp(UnaryFunction.RELU));
        var result = next != null && relu ? next : biased;
        var fusedGemm = new Kernel.FusedGemm(product, bias, relu, result);
        nodes(fusedGemm).forEach(node -> byNode.put(node, fusedGemm));
    }

    /** The vector that {@code sum} adds to every row of {@code product}, if that is what it does. */
    private static @Nullable Node biasOf(Node sum, Node product) {
        if (!sum.op().equals(new Op.BinaryOp(BinaryFunction.ADD))
                || !product.shape().batched()) {
            return null;
        }
        var other = sum.operand(0) == product ? sum.operand(1) : sum.operand(0);
        if (!(other.op() instanceof Op.Broadcast)) {
            return null;
        }
        var vector = other.operand(0);
        var isRow = !vector.shape().batched()
                && vector.shape().rank() > 0
                && vector.shape().elementsPerSample() == vector.shape().dim(-1)
                && vector.shape().dim(-1) == product.shape().dim(-1);
        return isRow ? vector : null;
    }

    /** The kernel that a node is part of: the product, the sum with the bias, the relu. */
    Kernel.@Nullable FusedGemm with(Node node) {
        return byNode.get(node);
    }

    /** The kernel that writes {@code node}. */
    Kernel.@Nullable FusedGemm writing(Node node) {
        var fusedGemm = byNode.get(node);
        return fusedGemm != null && fusedGemm.result() == node ? fusedGemm : null;
    }

    /** A kernel's product, its sum with the bias and its result; some may be the same. */
    static List<Node> nodes(Kernel.FusedGemm fusedGemm) {
        var result = fusedGemm.result();
        var biased = fusedGemm.relu() ? result.operand(0) : result;
        return List.of(fusedGemm.product(), biased, result);
    }

    /** Whether a node's value never leaves the kernel that it is part of. */
    boolean isInside(Node node) {
        return byNode.containsKey(node) && writing(node) == null;
    }
}
