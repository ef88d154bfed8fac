package dev.updraft.compiler.check.training;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.check.evaluation.EvaluationScope;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.LayerGraph.LossTerm;
import dev.updraft.compiler.layers.Loss;
import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.RankedGroups;
import dev.updraft.compiler.layers.TargetUnit;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.compiler.syntax.SyntaxTree;
import org.jspecify.annotations.Nullable;

/**
 * Whether a model fits a loss that puts the samples of groups in order: it must see whole groups, which only boosted trees do,
 * and take their output as it is.
 *
 * @param term the loss, which is {@code ranking}
 */
public record RankingChecker(
        EvaluationScope evaluationScope,
        LayerGraph graph,
        LossTerm.Comparison term,
        Loss.LambdaRank ranking) {

    /** Reports what does not fit, if there is such a loss. */
    public static void require(EvaluationScope evaluationScope, LayerGraph graph, SyntaxTree.@Nullable Fit fit) {
        for (var term : graph.losses()) {
            if (term instanceof LossTerm.Comparison comparison
                    && comparison.loss() instanceof Loss.LambdaRank ranking) {
                var checker = new RankingChecker(evaluationScope, graph, comparison, ranking);
                checker.requireBoostedTrees();
                checker.requireAlone();
                checker.requireTarget();
                checker.requireNoOthers(fit);
                RankedGroupsChecker.require(
                        evaluationScope, graph, RankedGroups.of(ranking), comparison.span(), fit);
                return;
            }
        }
    }

    private void report(Span place, String message, String help) {
        var error = Diagnostic.error(Code.M0512, place, message).withHelp(help);
        evaluationScope.report(place.equals(term.span()) ? error : error.withLabel(term.span(), "the loss"));
    }

    private void requireBoostedTrees() {
        var learner = graph.fitted();
        if (learner == null
                || !(learner.layer() instanceof TreeLayer trees)
                || trees.kind().isMean()) {
            report(
                    term.span(),
                    "`lambdarank` compares the samples of a group with each other, which %s cannot learn"
                            .formatted(learner == null ? "a network" : "`" + Catalog.nameOf(learner.layer()) + "`"),
                    "use boosted_trees without an optimizer, as in row -> boosted_trees(trees: 300) -> score");
        } else if (!(term.prediction() instanceof LayerNode node)
                || !node.name().equals(learner.name())) {
            report(
                    term.span(),
                    "`lambdarank` takes what boosted_trees give, and nothing made of it",
                    "give it the output of boosted_trees: only the order of scores matters");
        }
    }

    private void requireAlone() {
        if (graph.losses().size() > 1 || term.weight() != 1) {
            report(
                    term.span(),
                    "`lambdarank` is the whole loss, without other terms or a factor",
                    "write loss " + term.span().text() + " alone");
        }
    }

    private void requireTarget() {
        var target = term.target();
        if (target.source() != null || target.unit() == TargetUnit.STANDARDISED_LOGARITHM) {
            report(
                    term.span(),
                    "`lambdarank` takes a relevance of the data as it is, a whole number from 0 to 31",
                    "declare it as target relevance: number");
        }
    }

    private void requireNoOthers(SyntaxTree.@Nullable Fit fit) {
        for (var output : graph.outputs()) {
            if (!output.metrics().stream().allMatch(Metric.Ndcg.class::isInstance)) {
                report(
                        term.span(),
                        "a score puts a group in order and does not estimate `%s`, so that only ndcg can compare them"
                                .formatted(term.target().name()),
                        "remove the other metrics: the loss is 1 - NDCG@%s".formatted(ranking.k()));
            }
        }
        if (fit != null && graph.fit().step().sampleWeight() != null) {
            report(
                    RankedGroupsChecker.setting(fit, "sample_weight"),
                    "`lambdarank` weighs pairs of samples, and no samples",
                    "remove sample_weight");
        }
    }
}
