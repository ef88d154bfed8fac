package dev.updraft.compiler.check.training;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.check.evaluation.EvaluationScope;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.layers.ClosedLayer;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.LayerGraph.LossTerm;
import dev.updraft.compiler.layers.LayerGraph.Output;
import dev.updraft.compiler.layers.LayerGraph.Target;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.SupervisedLayer;
import dev.updraft.compiler.layers.TableLayer;
import dev.updraft.compiler.layers.TargetUnit;
import dev.updraft.compiler.layers.Weight;
import dev.updraft.compiler.syntax.SyntaxTree;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model that ends with a layer which learns at once, and names no loss: what it makes small, what it predicts, and whether the
 * rest of the model fits it.
 *
 * @param end the layer
 */
public record ClosedChecker(EvaluationScope evaluationScope, LayerNode end) {

    /** What settings of the {@code fit} block mean nothing to it beside those of steps, and what to write instead. */
    private static final Map<String, String> SETTINGS = Map.of(
            "class_weight", "remove it: there are no classes to learn",
            "sample_weight", "remove it: every sample counts the same",
            "threshold", "remove it: nothing is decided between two classes");

    /** For a network without a loss whose last value is of such a layer; null for others. */
    public static @Nullable ClosedChecker of(EvaluationScope evaluationScope, LayerGraph.@Nullable Value last) {
        return last instanceof LayerNode node && node.layer() instanceof ClosedLayer
                ? new ClosedChecker(evaluationScope, node)
                : null;
    }

    /** Reports a loss that nothing makes smaller, since all that learns in the model learns without a target. */
    public static void requireLearner(EvaluationScope evaluationScope, LayerGraph graph, Span loss) {
        if (!graph.isClosed() || graph.layers().stream().anyMatch(node -> node.layer() instanceof SupervisedLayer)) {
            return;
        }
        var last = graph.layers().stream()
                .filter(node -> node.layer() instanceof ClosedLayer)
                .reduce((_, later) -> later)
                .orElseThrow();
        var kind = Catalog.nameOf(last.layer());
        evaluationScope.report(Diagnostic.error(
                        Code.M0515,
                        loss,
                        "nothing in the model learns this loss: `%s` learns without one".formatted(kind))
                .withLabel(last.span(), "learns at once")
                .withHelp(
                        "remove the loss and its target, and end the network with `%s`; or give what it makes to a layer that learns the target, such as logistic_regression, linear_regression or boosted_trees"
                                .formatted(kind)));
    }

    private ClosedLayer layer() {
        return (ClosedLayer) end.layer();
    }

    private String kind() {
        return Catalog.nameOf(end.layer());
    }

    /** What it makes small. */
    public List<LossTerm> losses() {
        return List.of(new LossTerm.Own("loss", end, end.span()));
    }

    /**
     * What it predicts. For the target stand the features, which metrics and reports see beside the prediction.
     *
     * @param name what the file calls it
     */
    public List<Output> outputs(String name) {
        var features = end.inputs().getFirst();
        var count = features.shape().dim(-1);
        var target = new Target(
                name,
                "",
                new TargetType.Reals(features.shape().sample()),
                name,
                TargetUnit.OWN,
                features.span(),
                features);
        return List.of(new Output(name, end, target, null, layer().problem(count), List.of()));
    }

    /** Reports what does not fit. */
    public void require(LayerGraph graph, SyntaxTree.@Nullable Optimizer optimizer, SyntaxTree.@Nullable Fit fit) {
        new LearningAtOnce(kind(), SETTINGS, this::report).require(graph, optimizer, fit);
        requireNoTraining(graph);
        requireTargets(graph);
    }

    private void report(Span place, String message, String help) {
        evaluationScope.report(Diagnostic.error(Code.M0515, place, message)
                .withLabel(end.span(), "learns at once")
                .withHelp(help));
    }

    private void requireNoTraining(LayerGraph graph) {
        for (var node : graph.layers()) {
            if (node.weights().stream().anyMatch(Weight::trainable)) {
                if (node.layer() instanceof TableLayer.Encode) {
                    report(
                            node.span(),
                            "`encode` would give categories of many values vectors that an optimizer trains, which there is no"
                                    + " loss for",
                            "set max_one_hot in encode to the number of their values, or declare the columns as ignore");
                    return;
                }
                report(
                        node.span(),
                        "`%s` has weights that an optimizer trains, which there is no loss for"
                                .formatted(Catalog.nameOf(node.layer())),
                        "give `%s` what layers without such weights make of the input, or end the network with a value that a"
                                        .formatted(kind())
                                + " loss compares");
                return;
            }
        }
    }

    /** A target is there to be compared with. */
    private void requireTargets(LayerGraph graph) {
        var isCompared =
                graph.outputs().stream().anyMatch(output -> output.metrics().contains(new Metric.AdjustedRand()));
        for (var target : graph.targets()) {
            if (!(target.type() instanceof TargetType.Classes(var _, var _, var positions) && positions.rank() == 0)
                    || !isCompared
                    || graph.targets().size() > 1) {
                report(
                        target.span(),
                        "`%s` learns without a target".formatted(kind()),
                        "remove it; one target of classes may stay for the metric adjusted_rand, which compares clusters with it");
                return;
            }
        }
        if (isCompared && graph.targets().isEmpty()) {
            report(
                    end.span(),
                    "adjusted_rand compares clusters with a target, and there is none",
                    "declare what to compare with, as in target species: class");
        }
    }
}
