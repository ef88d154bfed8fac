package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.check.evaluation.Value.Tensor;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.LayerShapes;
import dev.updraft.compiler.layers.LinearLayer;
import dev.updraft.compiler.layers.SupervisedLayer;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The layers of the graph under construction: names them and infers their shapes. */
public final class LayerAssembly {
    private static final int MOST_LAYERS = 10_000;
    /** Elements that a weight, or a value for one sample, may have: what an index of 31 bits can tell apart. */
    private static final long MOST_ELEMENTS = Integer.MAX_VALUE;
    /** Earlier stages that are shown for a shape that does not fit. */
    private static final int TRAIL = 8;

    private final List<LayerNode> nodes = new ArrayList<>();
    private final Map<String, LayerNode> owners = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final Set<String> objective = new HashSet<>();

    /** Keeps a name for something else than a layer. */
    public void reserve(String name) {
        names.add(name);
    }

    /** The value that {@code layer} makes of {@code inputs}; unknown if they do not fit, which has been reported then. */
    public Value apply(EvaluationScope evaluationScope, Layer layer, List<Tensor> inputs, Span span) {
        return apply(evaluationScope, layer, inputs, span, span);
    }

    /**
     * The value that {@code layer} makes of {@code inputs}; unknown if they do not fit, which has been reported then.
     *
     * @param place where it is reported: an operator, or all of {@code span}
     */
    public Value apply(EvaluationScope evaluationScope, Layer layer, List<Tensor> inputs, Span place, Span span) {
        var kind = Catalog.nameOf(layer);
        if (nodes.size() == MOST_LAYERS) {
            evaluationScope
                    .checkContext()
                    .tooLarge(span, String.format(Locale.ROOT, "the network has more than %d layers", MOST_LAYERS));
            return Value.UNKNOWN;
        }
        var sources = inputs.stream().map(Tensor::source).toList();
        var shapes = sources.stream().map(LayerGraph.Value::shape).toList();
        var misplaced = ColumnAccess.misplaced(kind, layer, sources, place);
        if (misplaced != null) {
            evaluationScope.report(misplaced);
            return Value.UNKNOWN;
        }
        var mistyped = switch (layer) {
            case Layer.Compute(var function) -> FunctionTypes.mistyped(function, sources, place);
            case Layer.LossOfSample _ -> null; // A LossCall has looked.
            case Layer _ -> mistyped(kind, layer, sources, span);
        };
        if (mistyped != null) {
            evaluationScope.report(mistyped);
            return Value.UNKNOWN;
        }
        return switch (LayerShapes.of(layer, shapes)) {
            case LayerShapes.Misfit misfit -> {
                evaluationScope.report(misfit(kind, misfit, sources, place));
                yield Value.UNKNOWN;
            }
            case LayerShapes.Clash(var message, var help) -> {
                var error = Diagnostic.error(Code.M0103, place, message).withHelp(help);
                for (var source : sources) {
                    error = source instanceof LayerGraph.NumberValue
                            ? error
                            : error.withLabel(source.span(), "gives " + source.shape());
                }
                evaluationScope.report(error);
                yield Value.UNKNOWN;
            }
            case LayerShapes.Fits(var shape) -> {
                if (shapes.stream().anyMatch(Shape::batched)
                        && !shape.batched()
                        && !evaluationScope.checkContext().inObjective()) {
                    evaluationScope.report(Diagnostic.error(
                                    Code.M0103,
                                    place,
                                    "`%s` over the batch is for losses and metrics: samples of a network do not see each other"
                                            .formatted(kind))
                            .withLabel(sources.getFirst().span(), "gives " + shapes.getFirst())
                            .withHelp("axis 0 is the batch, and axis 1 the first axis of a sample"));
                    yield Value.UNKNOWN;
                }
                if (tooLarge(evaluationScope, kind, layer, shapes, shape, span)) {
                    yield Value.UNKNOWN;
                }
                var weightMisfit = WeightMisfit.of(kind, layer, shapes);
                if (weightMisfit != null) {
                    evaluationScope.error(Code.M0305, span, weightMisfit);
                    yield Value.UNKNOWN;
                }
                var name = unique(evaluationScope.path() + kind);
                var node = new LayerNode(name, layer, sources, shape, span, evaluationScope.call());
                nodes.add(node);
                if (evaluationScope.checkContext().inObjective()) {
                    objective.add(name);
                }
                owners.putIfAbsent(node.weightsName(), node);
                yield new Tensor(node);
            }
        };
    }

    /** The layers that {@code values} depend on, each after those it takes values from. */
    private List<LayerNode> leadingTo(Collection<LayerGraph.Value> values) {
        var needed = values.stream().map(LayerGraph.Value::name).collect(Collectors.toCollection(HashSet::new));
        var kept = new ArrayList<LayerNode>();
        for (var node : nodes.reversed()) {
            if (needed.contains(node.name())) {
                kept.add(node);
                node.inputs().forEach(input -> needed.add(input.name()));
            }
        }
        return kept.reversed();
    }

    /** The layers of the network that {@code values} depend on, each after those it takes values from. */
    public List<LayerNode> networkOf(Collection<LayerGraph.Value> values) {
        return leadingTo(values).stream()
                .filter(node -> !objective.contains(node.name()))
                .toList();
    }

    /** What an expression of a loss or a metric computes. */
    public LayerGraph.Expression expression(LayerGraph.Value value) {
        var operations = leadingTo(List.of(value)).stream()
                .filter(node -> objective.contains(node.name()))
                .toList();
        return new LayerGraph.Expression(value, operations);
    }

    /** Whether there is a layer that learns the target by itself, without an optimizer. */
    public boolean hasFitted() {
        return nodes.stream()
                .anyMatch(node -> node.layer() instanceof TreeLayer
                        || node.layer() instanceof LinearLayer
                        || node.layer() instanceof SupervisedLayer);
    }

    int count() {
        return nodes.size();
    }

    /** The layers beyond the first {@code count}. */
    List<LayerNode> since(int count) {
        return List.copyOf(nodes.subList(count, nodes.size()));
    }

    /** The first layer that has the weights of {@code layer}. */
    LayerNode owner(LayerNode layer) {
        return Objects.requireNonNull(owners.get(layer.weightsName()));
    }

    /** A name that no layer or use of a block has: {@code residual}, then {@code residual_1}. */
    String unique(String base) {
        while (true) {
            var count = counts.merge(base, 1, Integer::sum) - 1;
            var name = count == 0 ? base : base + "_" + count;
            if (names.add(name)) {
                return name;
            }
        }
    }

    private static boolean tooLarge(
            EvaluationScope evaluationScope, String kind, Layer layer, List<Shape> inputs, Shape output, Span span) {
        if (elements(output) > MOST_ELEMENTS) {
            evaluationScope.error(
                    Code.M0105,
                    span,
                    String.format(
                            Locale.ROOT,
                            "`%s` gives %s, more than %d elements per sample",
                            kind,
                            output,
                            MOST_ELEMENTS));
            return true;
        }
        for (var weight : layer.weights(inputs)) {
            if (elements(weight.shape()) > MOST_ELEMENTS) {
                evaluationScope.report(Diagnostic.error(
                                Code.M0105,
                                span,
                                String.format(
                                        Locale.ROOT,
                                        "the %s of `%s` is %s, more than %d elements",
                                        weight.name(),
                                        kind,
                                        weight.shape(),
                                        MOST_ELEMENTS))
                        .withLabel(span, "takes " + inputs.getFirst()));
                return true;
            }
        }
        return false;
    }

    /** Approximate where it is beyond what can be exact, which is too large anyway. */
    public static double elements(Shape shape) {
        return shape.sample().dims().stream().mapToDouble(dim -> dim).reduce(1, (a, b) -> a * b);
    }

    /** What is wrong with the elements of the inputs; null if nothing is. */
    private static @Nullable Diagnostic mistyped(String kind, Layer layer, List<LayerGraph.Value> sources, Span span) {
        for (var source : sources) {
            if (!layer.takes(source.type())) {
                return source.type() == ElementType.INT32
                        ? Diagnostic.error(
                                        Code.M0101, span, "`%s` expects real numbers, found integers".formatted(kind))
                                .withLabel(source.span(), "gives integers")
                                .withHelp("embedding looks up a row for each number; rescale(1) converts them to real"
                                        + " numbers")
                        : Diagnostic.error(
                                        Code.M0101, span, "`%s` expects integers, found real numbers".formatted(kind))
                                .withLabel(source.span(), "gives real numbers")
                                .withHelp("declare the input as integers, as in input tokens: int[128]");
            }
            if (source.type() != sources.getFirst().type()) {
                return Diagnostic.error(
                                Code.M0101,
                                span,
                                "`%s` expects values of one type, found integers and real numbers".formatted(kind))
                        .withHelp("rescale(1) converts integers to real numbers");
            }
        }
        return null;
    }

    private static Diagnostic misfit(
            String kind, LayerShapes.Misfit misfit, List<LayerGraph.Value> sources, Span span) {
        var found = sources.get(misfit.input());
        var result = Diagnostic.error(
                        Code.M0103, span, "`%s` expects %s, found %s".formatted(kind, misfit.wanted(), found.shape()))
                .withHelp(misfit.help());
        if (sources.size() > 1) {
            for (var source : sources) {
                result = result.withLabel(source.span(), "gives " + source.shape());
            }
            return result;
        }
        var trail = new ArrayList<LayerGraph.Value>();
        var spans = new HashSet<Span>();
        var value = found;
        while (value != null && trail.size() < TRAIL) {
            if (spans.add(value.span())) {
                trail.add(value);
            }
            value = value instanceof LayerNode node && !node.inputs().isEmpty()
                    ? node.inputs().getFirst()
                    : null;
        }
        for (var stage : trail.reversed()) {
            result = result.withLabel(stage.span(), "gives " + stage.shape());
        }
        return result;
    }
}
