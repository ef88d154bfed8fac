package dev.updraft.compiler.passes;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.passes.ForwardSegments.Segment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps for the backward pass only what lies between the segments of the forward pass and computes the rest again, a segment at a
 * time, once the gradient has come as far: Chen et al., <i>Training deep nets with sublinear memory cost</i>, arXiv:1604.06174.
 * What is computed again has the same operations on the same operands, random numbers by the same counters, and so the same bits;
 * sums over the batch, such as the statistics of batch normalization, are kept, so that they are there once.
 */
public final class GradientCheckpointing {
    private final Graph graph;
    private final ForwardSegments segments;
    private final GraphBuilder to = new GraphBuilder();
    private final Map<Node, Node> replacements = new HashMap<>();
    private final Map<Node, Node> again = new HashMap<>();
    /** The gradient after which each segment is computed again. */
    private final Map<Segment, Node> triggers = new HashMap<>();
    /** What is read before the gradient is at its segment. */
    private final Set<Node> readEarly = new HashSet<>();

    private GradientCheckpointing(Graph graph, ForwardSegments segments) {
        this.graph = graph;
        this.segments = segments;
    }

    /** The graph of a training step that keeps less; the same graph if there is nothing to be gained. */
    public static Graph of(Graph graph) {
        var segments = ForwardSegments.of(graph);
        return segments.all().size() < 2 ? graph : new GradientCheckpointing(graph, segments).rewrite();
    }

    private Graph rewrite() {
        findTriggers();
        for (var node : graph.nodes()) {
            var isForward = segments.isForward(node);
            var operands = node.operands().stream()
                    .map(operand -> isForward ? replacement(operand) : backward(operand))
                    .toList();
            to.origin(node.origin());
            replacements.put(node, to.add(node.op(), operands));
        }
        graph.outputs().forEach((name, node) -> to.output(name, replacement(node)));
        graph.updates().forEach((variable, node) -> to.update(variable, replacement(node)));
        return to.build();
    }

    /**
     * Follows the gradient from the last segment to the first. The nodes of a graph are in an order in which they can be computed,
     * and stay so, since all of a segment comes behind its trigger.
     */
    private void findTriggers() {
        var last = segments.all().getLast();
        var gradients = new HashSet<Node>();
        for (var node : graph.nodes()) {
            if (segments.isForward(node)) {
                continue;
            }
            var isGradient = false;
            @Nullable Node trigger = null;
            for (var operand : node.operands()) {
                if (gradients.contains(operand) || Objects.equals(segments.holding(operand), last)) {
                    isGradient = true;
                    trigger = operand.shape().batched() ? operand : trigger;
                }
            }
            if (isGradient) {
                gradients.add(node);
            }
            for (var operand : node.operands()) {
                var segment = segments.inside(operand);
                if (segment == null) {
                    continue;
                }
                if (trigger != null) {
                    triggers.putIfAbsent(segment, trigger);
                } else if (!triggers.containsKey(segment)) {
                    readEarly.add(operand);
                }
            }
        }
    }

    private Node replacement(Node node) {
        return Objects.requireNonNull(replacements.get(node), node::toString);
    }

    /** An operand of the backward pass. */
    private Node backward(Node operand) {
        var segment = readEarly.contains(operand) ? null : segments.inside(operand);
        var trigger = segment == null ? null : triggers.get(segment);
        return trigger == null ? replacement(operand) : again(operand, replacement(trigger));
    }

    private Node again(Node node, Node trigger) {
        var known = again.get(node);
        if (known != null) {
            return known;
        }
        if (segments.inside(node) == null || readEarly.contains(node)) {
            return replacement(node);
        }
        var operands =
                node.operands().stream().map(operand -> again(operand, trigger)).toList();
        to.origin(node.origin());
        to.after(trigger);
        var copy = to.add(node.op(), operands);
        to.after(null);
        again.put(node, copy);
        return copy;
    }
}
