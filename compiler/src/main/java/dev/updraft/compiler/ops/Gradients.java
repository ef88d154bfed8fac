package dev.updraft.compiler.ops;

import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Gradients in reverse mode. They are nodes like any others, added to the builder that the loss was built with, so they
 * can be used further and have gradients themselves.
 */
public final class Gradients {
    private static final Comparator<Node> BY_ID = Comparator.comparingInt(Node::id);

    private Gradients() {}

    /**
     * The gradient of a scalar with respect to nodes it was computed from; zeros where it does not depend on one. What
     * comes from several users of a node is added up from the last user to the first.
     *
     * @param loss a scalar
     * @param withRespectTo any nodes of the builder
     * @return one node for each, of its shape
     */
    public static List<Node> of(GraphBuilder builder, Node loss, List<Node> withRespectTo) {
        if (!loss.shape().equals(Shape.SCALAR)) {
            throw new IllegalArgumentException("the gradient is that of a scalar, not of " + loss.shape());
        }
        var outerOrigin = builder.origin();
        var path = path(loss, Set.copyOf(withRespectTo));
        var gradients = new HashMap<Node, Node>(Map.of(loss, builder.constant(1)));
        for (var node : path) {
            var gradient = gradients.get(node);
            if (gradient == null) {
                continue;
            }
            builder.origin(node.origin());
            for (var part : GradientRule.of(builder, node, gradient)) {
                if (path.contains(part.operand())) {
                    gradients.merge(part.operand(), part.gradient(), builder::add);
                }
            }
        }
        builder.origin(outerOrigin);
        return withRespectTo.stream()
                .map(node -> gradients.containsKey(node) ? gradients.get(node) : builder.full(0, node.shape()))
                .toList();
    }

    /** The nodes between the loss and what it is derived by, each before its operands. */
    private static Set<Node> path(Node loss, Set<Node> withRespectTo) {
        var path = new TreeSet<>(BY_ID.reversed());
        for (var node : ancestors(loss)) {
            if (withRespectTo.contains(node) || node.operands().stream().anyMatch(path::contains)) {
                path.add(node);
            }
        }
        return path;
    }

    /** A node and all it is computed from, each after its operands. */
    private static Set<Node> ancestors(Node node) {
        var ancestors = new TreeSet<>(BY_ID);
        var waiting = new ArrayDeque<>(List.of(node));
        while (!waiting.isEmpty()) {
            var next = waiting.removeLast();
            if (ancestors.add(next)) {
                waiting.addAll(next.operands());
            }
        }
        return ancestors;
    }
}
