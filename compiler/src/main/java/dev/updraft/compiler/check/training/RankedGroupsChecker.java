package dev.updraft.compiler.check.training;

import dev.updraft.compiler.check.evaluation.DiagnosticSink;
import dev.updraft.compiler.check.evaluation.EvaluationScope;
import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.RankedGroups;
import dev.updraft.compiler.layers.SplitColumn;
import dev.updraft.compiler.syntax.SyntaxTree;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether the groups that a loss or a metric puts in order are there, and stay whole.
 *
 * @param place what puts them in order
 * @param column what the group names
 */
public record RankedGroupsChecker(
        EvaluationScope evaluationScope, LayerGraph graph, RankedGroups ranked, Span place, SplitColumn column) {
    private static final double USUAL_SHARE = 0.2;

    /** Reports what does not fit. */
    static void require(
            EvaluationScope evaluationScope,
            LayerGraph graph,
            RankedGroups ranked,
            Span place,
            SyntaxTree.@Nullable Fit fit) {
        var checker =
                new RankedGroupsChecker(evaluationScope, graph, ranked, place, column(graph, ranked.group()));
        checker.requireGroup();
        checker.requireWholeGroups(fit, "validation_split", graph.fit().validationSplit());
        checker.requireWholeGroups(fit, "test_split", graph.fit().testSplit());
    }

    /** As {@link #require}, of the groups of metrics, where they are not those of the loss. */
    public static void requireOfMetrics(
            EvaluationScope evaluationScope,
            LayerGraph graph,
            Map<RankedGroups, Span> ofMetrics,
            SyntaxTree.@Nullable Fit fit) {
        var ofLoss = graph.ranking();
        ofMetrics.forEach((ranked, place) -> {
            if (ofLoss == null || !ofLoss.group().equals(ranked.group())) {
                require(evaluationScope, graph, ranked, place, fit);
            }
        });
    }

    private static SplitColumn column(LayerGraph graph, String name) {
        return SplitColumn.find(DataSplit.by(name, USUAL_SHARE), name, SplitColumn.groups(graph.inputs()));
    }

    private void report(Span where, String message, String help) {
        var error = Diagnostic.error(Code.M0512, where, message).withHelp(help);
        evaluationScope.report(where.equals(place) ? error : error.withLabel(place, "the groups"));
    }

    private void requireGroup() {
        switch (column) {
            case SplitColumn.Misfit(var message, var help, var candidates) -> {
                var error = Diagnostic.error(Code.M0307, place, message).withHelp(help);
                evaluationScope.report(
                        candidates.isEmpty()
                                ? error
                                : DiagnosticSink.didYouMean(error, place, ranked.group(), candidates));
            }
            case SplitColumn.Found(var input, var _, var found) -> {
                if (!(found.kind() instanceof ColumnKind.Id || found.kind() instanceof ColumnKind.Category)) {
                    report(
                            place,
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
                                "`%s` groups rows, and `%s` has windows of them".formatted(ranked.by(), input),
                                "declare the input without a window"));
            }
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
                    "%s: %s cuts groups of `%s` in two".formatted(name, split.text(), ranked.group()),
                    "write %s: %s"
                            .formatted(
                                    name,
                                    DataSplit.by(ranked.group(), split.share()).text()));
        }
    }

    /** Where a setting is, or the block where it is not. */
    static Span setting(SyntaxTree.Fit fit, String name) {
        return fit.settings().stream()
                .filter(setting ->
                        setting.name() != null && setting.name().text().equals(name))
                .findFirst()
                .map(SyntaxTree.Argument::span)
                .orElse(fit.span());
    }
}
