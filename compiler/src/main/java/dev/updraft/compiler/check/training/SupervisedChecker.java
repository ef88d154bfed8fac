package dev.updraft.compiler.check.training;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.check.evaluation.EvaluationScope;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.layers.SupervisedLayer;
import dev.updraft.compiler.layers.SupervisedLayer.NaiveBayes;
import dev.updraft.compiler.layers.Weight;
import dev.updraft.compiler.syntax.SyntaxTree;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether the rest of a model fits a layer that learns from samples and the target at once: the model has one target, and nothing
 * that an optimizer would train.
 *
 * @param learnt the layer
 */
public record SupervisedChecker(EvaluationScope evaluationScope, LayerGraph graph, LayerNode learnt) {

    private static final String BY_DISTANCE =
            "remove it: each of the k neighbours counts the same, or with weights: distance by its distance";

    /** What settings of the {@code fit} block mean nothing where no sample counts more than another. */
    private static final Map<String, String> UNWEIGHTED =
            Map.of("class_weight", BY_DISTANCE, "sample_weight", BY_DISTANCE);

    /** Reports what does not fit, if the model has such a layer. */
    public static void require(
            EvaluationScope evaluationScope,
            LayerGraph graph,
            SyntaxTree.@Nullable Optimizer optimizer,
            SyntaxTree.@Nullable Fit fit) {
        for (var node : graph.layers()) {
            if (node.layer() instanceof SupervisedLayer) {
                var checker = new SupervisedChecker(evaluationScope, graph, node);
                checker.requireTarget();
                new LearningAtOnce(
                                checker.kind(),
                                checker.learner().weighsSamples() ? Map.of() : UNWEIGHTED,
                                checker::report)
                        .require(graph, optimizer, fit);
                checker.requireNoTraining();
                return;
            }
        }
    }

    private void report(Span place, String message, String help) {
        evaluationScope.report(Diagnostic.error(Code.M0516, place, message)
                .withLabel(learnt.span(), "learns at once")
                .withHelp(help));
    }

    private SupervisedLayer learner() {
        return (SupervisedLayer) learnt.layer();
    }

    private String kind() {
        return Catalog.nameOf(learnt.layer());
    }

    private void requireTarget() {
        var targets = graph.targets();
        var isShaped = !(learnt.layer() instanceof NaiveBayes) || !targets.isEmpty();
        if (!graph.hasLoss() && isShaped) {
            return; // Weights may come from elsewhere, and there is nothing to learn.
        }
        if (targets.size() != 1) {
            report(
                    learnt.span(),
                    "`%s` learns from the one target of a model, and this one has %s"
                            .formatted(kind(), targets.isEmpty() ? "none" : Integer.toString(targets.size())),
                    "declare what it learns, as in target species: class[\"a\", \"b\"]");
            return;
        }
        var target = targets.getFirst();
        if (learnt.layer() instanceof NaiveBayes && !(target.type() instanceof TargetType.Classes)) {
            report(
                    target.span(),
                    "`naive_bayes` learns classes, and `%s` is %s"
                            .formatted(target.name(), target.type().text()),
                    "take k_nearest_neighbors or svm(kernel: rbf)");
        }
    }

    private void requireNoTraining() {
        for (var layer : graph.layers()) {
            if (layer.weights().stream().anyMatch(Weight::trainable)) {
                report(
                        layer.span(),
                        "`%s` has weights that an optimizer trains, which `%s` has not"
                                .formatted(Catalog.nameOf(layer.layer()), kind()),
                        "give it what layers without such weights make of the input; encode has them above max_one_hot");
                return;
            }
        }
    }
}
