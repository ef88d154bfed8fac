package dev.updraft.compiler.lower;

import static dev.updraft.compiler.ops.BinaryFunction.MAXIMUM;
import static dev.updraft.compiler.ops.BinaryFunction.MINIMUM;
import static dev.updraft.compiler.ops.UnaryFunction.SQRT;
import static dev.updraft.compiler.ops.UnaryFunction.SQUARE;

import dev.updraft.compiler.layers.Optimizer.Clipping;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import java.util.List;

/** What is done to gradients before an optimizer takes them. */
final class ClippingRule {
    private final GraphBuilder to;
    private final Clipping clipping;

    ClippingRule(GraphBuilder to, Clipping clipping) {
        this.to = to;
        this.clipping = clipping;
    }

    List<Node> apply(List<Node> gradients) {
        var clipped = gradients;
        var value = clipping.value();
        if (value != null) {
            clipped = clipped.stream().map(gradient -> byValue(gradient, value)).toList();
        }
        var norm = clipping.norm();
        if (norm != null) {
            clipped = clipped.stream().map(gradient -> byNorm(gradient, norm)).toList();
        }
        var globalNorm = clipping.globalNorm();
        return globalNorm == null || clipped.isEmpty() ? clipped : byGlobalNorm(clipped, globalNorm);
    }

    private Node byValue(Node gradient, double limit) {
        var raised = to.combine(MAXIMUM, gradient, to.constant(-limit));
        return to.combine(MINIMUM, raised, to.constant(limit));
    }

    private Node byNorm(Node gradient, double limit) {
        return to.multiply(gradient, factor(squares(gradient), limit));
    }

    private List<Node> byGlobalNorm(List<Node> gradients, double limit) {
        var squares = gradients.stream().map(this::squares).reduce(to::add).orElseThrow();
        var factor = factor(squares, limit);
        return gradients.stream().map(gradient -> to.multiply(gradient, factor)).toList();
    }

    private Node squares(Node gradient) {
        return to.sumAll(to.map(SQUARE, gradient));
    }

    /** {@code limit / max(‖g‖, limit)}. */
    private Node factor(Node squares, double limit) {
        return to.divide(to.constant(limit), to.combine(MAXIMUM, to.map(SQRT, squares), to.constant(limit)));
    }
}
