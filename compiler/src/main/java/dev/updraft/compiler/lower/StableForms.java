package dev.updraft.compiler.lower;

import dev.updraft.compiler.layers.Activation;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.LayerGraph.LossTerm;
import dev.updraft.compiler.layers.LayerGraph.NumberValue;
import dev.updraft.compiler.layers.LayerGraph.Value;
import dev.updraft.compiler.layers.TensorFunction;
import dev.updraft.compiler.layers.TensorFunction.BinaryKind;
import dev.updraft.compiler.layers.TensorFunction.UnaryKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Logarithms of what may round to 0 or overflow, by functions that do neither and whose gradients do not either:
 *
 * <pre>
 * log(sigmoid(x))                      log_sigmoid(x)
 * log(softmax(x))                      log_softmax(x)
 * log(1 - sigmoid(x)), log1p(-…)       log_sigmoid(-x)
 * log(1 + exp(x)), log1p(exp(x))       softplus(x)
 * </pre>
 *
 * A node that changes keeps its name, by which others take its value.
 */
public final class StableForms {
    private StableForms() {}

    /** A graph that computes the same. */
    public static LayerGraph of(LayerGraph graph) {
        return new LayerGraph(
                graph.name(),
                graph.doc(),
                graph.parameters(),
                graph.inputs(),
                graph.targets(),
                all(graph.layers()),
                graph.outputs(),
                graph.losses().stream().map(StableForms::term).toList(),
                graph.metrics().stream()
                        .map(metric -> new LayerGraph.ComputedMetric(
                                metric.name(), expression(metric.expression()), metric.span()))
                        .toList(),
                graph.optimizer(),
                graph.fit(),
                graph.places(),
                graph.names());
    }

    private static LossTerm term(LossTerm term) {
        return switch (term) {
            case LossTerm.Comparison _, LossTerm.Own _ -> term;
            case LossTerm.Computed(var name, var expression, var weight, var span) ->
                new LossTerm.Computed(name, expression(expression), weight, span);
        };
    }

    private static LayerGraph.Expression expression(LayerGraph.Expression expression) {
        return new LayerGraph.Expression(expression.value(), all(expression.operations()));
    }

    private static List<LayerNode> all(List<LayerNode> nodes) {
        var stable = new ArrayList<LayerNode>();
        for (var node : nodes) {
            stable.addAll(stable(node));
        }
        return stable;
    }

    private static List<LayerNode> stable(LayerNode node) {
        var kind = unary(node);
        if (kind != UnaryKind.LOG && kind != UnaryKind.LOG1P) {
            return List.of(node);
        }
        var x = node.inputs().getFirst();
        if (kind == UnaryKind.LOG && x instanceof LayerNode of && of.layer() instanceof Layer.Activate(var function)) {
            return switch (function) {
                case Activation.Sigmoid() -> List.of(applied(node, new Activation.LogSigmoid(), operand(of)));
                case Activation.Softmax() -> List.of(applied(node, new Activation.LogSoftmax(), operand(of)));
                case Activation _ -> List.of(node);
            };
        }
        // What 1 is added to before the logarithm is taken.
        var added = kind == UnaryKind.LOG1P ? x : addedToOne(x);
        if (added instanceof LayerNode exponential && unary(exponential) == UnaryKind.EXP) {
            return List.of(applied(node, new Activation.Softplus(), operand(exponential)));
        }
        var subtracted = kind == UnaryKind.LOG1P ? negated(x) : subtractedFromOne(x);
        return subtracted instanceof LayerNode of && of.layer() instanceof Layer.Activate(Activation.Sigmoid())
                ? logOfOther(node, operand(of))
                : List.of(node);
    }

    /** {@code log_sigmoid(-x)}. */
    private static List<LayerNode> logOfOther(LayerNode node, Value x) {
        var negated = new LayerNode(
                node.name() + "/negate",
                new Layer.Compute(new TensorFunction.Unary(UnaryKind.NEGATE)),
                List.of(x),
                node.shape(),
                node.span(),
                node.block());
        return List.of(negated, applied(node, new Activation.LogSigmoid(), negated));
    }

    private static LayerNode applied(LayerNode node, Activation function, Value x) {
        return new LayerNode(
                node.name(), new Layer.Activate(function), List.of(x), node.shape(), node.span(), node.block());
    }

    private static Value operand(LayerNode node) {
        return node.inputs().getFirst();
    }

    private static @Nullable UnaryKind unary(LayerNode node) {
        return node.layer() instanceof Layer.Compute(TensorFunction.Unary(var kind)) ? kind : null;
    }

    private static @Nullable Value negated(Value x) {
        return x instanceof LayerNode node && unary(node) == UnaryKind.NEGATE ? operand(node) : null;
    }

    private static @Nullable Value addedToOne(Value x) {
        if (!(x instanceof LayerNode node)
                || !(node.layer() instanceof Layer.Compute(TensorFunction.Binary(var kind)))
                || kind != BinaryKind.ADD) {
            return null;
        }
        return isOne(node.inputs().getFirst())
                ? node.inputs().getLast()
                : isOne(node.inputs().getLast()) ? node.inputs().getFirst() : null;
    }

    private static @Nullable Value subtractedFromOne(Value x) {
        return x instanceof LayerNode node
                        && node.layer() instanceof Layer.Compute(TensorFunction.Binary(var kind))
                        && kind == BinaryKind.SUBTRACT
                        && isOne(node.inputs().getFirst())
                ? node.inputs().getLast()
                : null;
    }

    private static boolean isOne(Value value) {
        return value instanceof NumberValue(var number, var _) && number == 1;
    }
}
