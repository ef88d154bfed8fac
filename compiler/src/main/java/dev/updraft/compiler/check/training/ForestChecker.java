package dev.updraft.compiler.check.training;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.check.evaluation.EvaluationScope;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.LayerGraph.LossTerm;
import dev.updraft.compiler.layers.LayerGraph.Target;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.layers.TargetUnit;
import dev.updraft.compiler.layers.TreeCriterion;
import dev.updraft.compiler.layers.TreeSettings;
import java.util.Locale;

/** Whether what trees that learn the target itself are told to do fits the target, and goes together. */
record ForestChecker(EvaluationScope evaluationScope, LayerGraph graph, LayerNode trees, TreeSettings settings) {

    void require() {
        if (settings.outOfBag() && !settings.isSampled()) {
            report(
                    "each tree of `%s` sees all samples, so that none is out of bag".formatted(kind()),
                    "write bootstrap: true, or a subsample below 1, or remove out_of_bag");
        }
        if (!settings.criterion().isOfSquares() && !settings.monotone().isEmpty()) {
            report(
                    "`increasing` and `decreasing` go with the squared error alone, not with `%s`"
                            .formatted(word(settings.criterion())),
                    "remove criterion, or these");
        }
        if (!graph.losses().isEmpty() && graph.losses().getFirst() instanceof LossTerm.Comparison comparison) {
            requireCriterion(comparison.target());
        }
    }

    private void requireCriterion(Target target) {
        var criterion = settings.criterion();
        var isNumber = target.type() instanceof TargetType.Reals;
        if (criterion.isOfClasses() && isNumber) {
            report(
                    "`%s` compares shares of classes, and `%s` is a number".formatted(word(criterion), target.name()),
                    "use squared_error, or poisson for counts");
        } else if (criterion.isOfNumbers() && !isNumber) {
            report(
                    "`%s` compares numbers, and `%s` has classes".formatted(word(criterion), target.name()),
                    "use gini or entropy");
        } else if (criterion == TreeCriterion.POISSON && target.unit() == TargetUnit.STANDARDISED_LOGARITHM) {
            report(
                    "`poisson` compares counts, and the trees see the logarithm of `%s`".formatted(target.name()),
                    "remove transform: log, or use squared_error");
        }
    }

    private void report(String message, String help) {
        evaluationScope.report(
                Diagnostic.error(Code.M0512, trees.span(), message).withHelp(help));
    }

    private String kind() {
        return Catalog.nameOf(trees.layer());
    }

    private static String word(TreeCriterion criterion) {
        return criterion.name().toLowerCase(Locale.ROOT);
    }
}
