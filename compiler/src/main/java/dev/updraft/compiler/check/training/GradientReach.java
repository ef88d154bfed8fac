package dev.updraft.compiler.check.training;

import dev.updraft.compiler.check.evaluation.EvaluationScope;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.LayerGraph.LossTerm;
import dev.updraft.compiler.layers.TensorFunction;
import dev.updraft.compiler.layers.TensorFunction.UnaryKind;
import dev.updraft.compiler.layers.Weight;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a loss trains anything: whether a gradient comes from it to a weight. Some functions are flat and
 * pass none on: comparisons, rounding, {@code stop_gradient}.
 */
public final class GradientReach {
    private final Deque<LayerGraph.Value> open = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();
    private @Nullable LayerNode flat;

    private GradientReach() {}

    /** Reports losses, or terms of one, that train nothing. */
    public static void require(EvaluationScope evaluationScope, Span statement, List<LossTerm> losses) {
        var idle = losses.stream()
                .filter(term -> !new GradientReach().trains(term))
                .toList();
        if (idle.isEmpty()) {
            return;
        }
        if (idle.size() == losses.size()) {
            var error = Diagnostic.error(Code.M0506, statement, "no weight of the network can make this loss smaller");
            evaluationScope.report(explained(error, idle.getFirst()));
            return;
        }
        for (var term : idle) {
            var warning = Diagnostic.warning(Code.M0506, term.span(), "this term of the loss trains nothing");
            evaluationScope.report(explained(warning, term));
        }
    }

    private static Diagnostic explained(Diagnostic diagnostic, LossTerm term) {
        var reach = new GradientReach();
        reach.trains(term);
        var flat = reach.flat;
        if (flat == null) {
            return diagnostic.withHelp(
                    "it depends on no weight: compare the output of a layer that has some, such as dense");
        }
        var name = flat.layer() instanceof Layer.Compute(var function) ? function.symbol() : flat.name();
        return diagnostic
                .withLabel(flat.span(), "has no slope")
                .withHelp("`%s` passes no gradient, so that nothing before it is trained".formatted(name));
    }

    private boolean trains(LossTerm term) {
        switch (term) {
            case LossTerm.Comparison comparison ->
                Stream.of(comparison.prediction(), comparison.target().source())
                        .filter(Objects::nonNull)
                        .forEach(open::add);
            case LossTerm.Computed(var _, var expression, var _, var _) -> open.add(expression.value());
            case LossTerm.Own(var _, var layer, var _) -> open.add(layer);
        }
        while (!open.isEmpty()) {
            if (open.pop() instanceof LayerNode node && seen.add(node.name())) {
                if (node.weights().stream().anyMatch(Weight::trainable)) {
                    return true;
                }
                follow(node);
            }
        }
        return false;
    }

    private void follow(LayerNode node) {
        var inputs = node.inputs();
        if (!(node.layer() instanceof Layer.Compute(var function))) {
            open.addAll(inputs);
        } else if (isFlat(function)) {
            flat = node;
        } else {
            switch (function) {
                case TensorFunction.Where() -> open.addAll(inputs.subList(1, inputs.size()));
                case TensorFunction.Gather _ -> open.add(inputs.getFirst());
                case TensorFunction _ -> open.addAll(inputs);
            }
        }
    }

    private static boolean isFlat(TensorFunction function) {
        return switch (function) {
            case TensorFunction.Unary(var kind) ->
                kind == UnaryKind.SIGN || kind == UnaryKind.ROUND || kind == UnaryKind.FLOOR || kind == UnaryKind.NOT;
            case TensorFunction.Binary(var kind) -> kind.compares() || kind.isLogical();
            case TensorFunction.ArgMax _,
                    TensorFunction.OneHot _,
                    TensorFunction.StopGradient _,
                    TensorFunction.RandomNormal _,
                    TensorFunction.RandomUniform _ -> true;
            case TensorFunction.Clip _,
                    TensorFunction.Average _,
                    TensorFunction.Where _,
                    TensorFunction.Reduce _,
                    TensorFunction.CumSum _,
                    TensorFunction.MatMul _,
                    TensorFunction.Dot _,
                    TensorFunction.Transpose _,
                    TensorFunction.ExpandDims _,
                    TensorFunction.Squeeze _,
                    TensorFunction.Stack _,
                    TensorFunction.Tile _,
                    TensorFunction.Slice _,
                    TensorFunction.Gather _,
                    TensorFunction.ToFloat _ -> false;
        };
    }
}
