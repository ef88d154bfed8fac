package dev.updraft.compiler.check.training;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.check.evaluation.DiagnosticSink;
import dev.updraft.compiler.check.evaluation.EvaluationScope;
import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.LayerGraph.LossTerm;
import dev.updraft.compiler.layers.Loss;
import dev.updraft.compiler.layers.SplitColumn;
import dev.updraft.compiler.layers.TargetUnit;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.compiler.syntax.SyntaxTree;
import org.jspecify.annotations.Nullable;

/**
 * Whether a model fits a loss that puts the samples of groups in order: it must see whole groups, which only boosted trees do,
 * and take their output as it is.
 *
 * @param term the loss, which is {@code ranking}
 * @param column what its group names
 */
public record RankingChecker(
        EvaluationScope evaluationScope,
        LayerGraph graph,
        LossTerm.Comparison term,
        Loss.LambdaRank ranking,
        SplitColumn column) {
    private static final double USUAL_SHARE = 0.2;

    /** Reports what does not fit, if there is such a loss. */
    public static void require(EvaluationScope evaluationScope, LayerGraph graph, SyntaxTree.@Nullable Fit fit) {
        for (var term : graph.losses()) {
            if (term instanceof LossTerm.Comparison comparison
                    && comparison.loss() instanceof Loss.LambdaRank ranking) {
                var column = column(graph, ranking.group());
                var checker = new RankingChecker(evaluationScope, graph, comparison, ranking, column);
                checker.requireBoostedTrees();
                checker.requireAlone();
                checker.requireGroup();
                checker.requireTarget();
                checker.requireNoOthers(fit);
                checker.requireWholeGroups(fit, "validation_split", graph.fit().validationSplit());
                checker.requireWholeGroups(fit, "test_split", graph.fit().testSplit());
                return;
            }
        }
    }

    private static SplitColumn column(LayerGraph graph, String name) {
        return SplitColumn.find(DataSplit.by(name, USUAL_SHARE), name, SplitColumn.groups(graph.inputs()));
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

    private void requireGroup() {
        switch (column) {
            case SplitColumn.Misfit(var message, var help, var candidates) -> {
                var error = Diagnostic.error(Code.M0307, term.span(), message).withHelp(help);
                evaluationScope.report(
                        candidates.isEmpty()
                                ? error
                                : DiagnosticSink.didYouMean(error, term.span(), ranking.group(), candidates));
            }
            case SplitColumn.Found(var input, var _, var found) -> {
                if (!(found.kind() instanceof ColumnKind.Id || found.kind() instanceof ColumnKind.Category)) {
                    report(
                            term.span(),
                            "the group `%s` is %s, where an id or a category is expected"
                                    .formatted(found.name(), found.kind().text()),
                            "declare it as %s: id".formatted(found.name()));
                }
                graph.inputs().stream()
                        .filter(known -> known.name().equals(input))
                        .filter(known ->
                                known.columns() != null && known.columns().window() != null)
                        .forEach(known -> report(
                                known.span(),
                                "`lambdarank` groups rows, and `%s` has windows of them".formatted(input),
                                "declare the input without a window"));
            }
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
            if (!output.metrics().isEmpty()) {
                report(
                        term.span(),
                        "a score puts a group in order and does not estimate `%s`, so that no metric can compare them"
                                .formatted(term.target().name()),
                        "remove the metrics: the loss is 1 - NDCG@%s".formatted(ranking.k()));
            }
        }
        if (fit != null && graph.fit().step().sampleWeight() != null) {
            report(
                    setting(fit, "sample_weight"),
                    "`lambdarank` weighs pairs of samples, and no samples",
                    "remove sample_weight");
        }
    }

    /** That no group is cut in two, as a part of it alone would be put in order. */
    private void requireWholeGroups(SyntaxTree.@Nullable Fit fit, String name, DataSplit split) {
        if (fit == null || !split.isAny()) {
            return;
        }
        var by = split instanceof DataSplit.Grouped(var grouped, var _) ? column(graph, grouped) : null;
        if (by == null || !by.equals(column)) {
            report(
                    setting(fit, name),
                    "%s: %s cuts groups of `%s` in two".formatted(name, split.text(), ranking.group()),
                    "write %s: %s"
                            .formatted(
                                    name,
                                    DataSplit.by(ranking.group(), split.share()).text()));
        }
    }

    private static Span setting(SyntaxTree.Fit fit, String name) {
        return fit.settings().stream()
                .filter(setting ->
                        setting.name() != null && setting.name().text().equals(name))
                .findFirst()
                .map(SyntaxTree.Argument::span)
                .orElse(fit.span());
    }
}
