package dev.updraft.compiler.check.training;

import dev.updraft.compiler.check.evaluation.EvaluationScope;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.layers.LayerGraph.Target;
import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.ProblemType;
import dev.updraft.compiler.syntax.SyntaxTree.Expression;
import java.util.Locale;

/** Whether metrics have a meaning for a target, and for what is predicted of it. */
public record MetricFit(EvaluationScope evaluationScope, Target target, ProblemType problem) {

    /** Reports a metric that does not fit. */
    boolean check(Metric metric, Expression place) {
        if (!problem.fits(metric)) {
            if (problem instanceof ProblemType.WithoutTarget) {
                evaluationScope.report(Diagnostic.error(
                                Code.M0505,
                                place.span(),
                                "`%s` does not fit a model that learns without a target"
                                        .formatted(place.span().text()))
                        .withHelp(advice()));
                return false;
            }
            report(
                    place,
                    "`%s` does not fit the target %s".formatted(place.span().text(), described()),
                    advice());
            return false;
        }
        if (metric instanceof Metric.Ndcg && !isRelevance()) {
            report(
                    place,
                    "`ndcg` compares one score with a relevance of the data, and the target is %s"
                            .formatted(target.source() == null ? described() : "an expression"),
                    "declare it as target relevance: number, a whole number from 0 to 31");
            return false;
        }
        if (metric instanceof Metric.TopKAccuracy(var k) && k > problem.classes()) {
            report(
                    place,
                    String.format(
                            Locale.ROOT,
                            "`%s`: k = %d exceeds the %d classes",
                            place.span().text(),
                            k,
                            problem.classes()),
                    String.format(
                            Locale.ROOT,
                            "set k in parentheses: top_k_accuracy(%d)",
                            Math.max(1, problem.classes() - 1)));
            return false;
        }
        return true;
    }

    private boolean isRelevance() {
        return problem.values() == 1 && problem.positions() == 1 && target.source() == null;
    }

    private void report(Expression place, String message, String help) {
        evaluationScope.report(Diagnostic.error(Code.M0505, place.span(), message)
                .withLabel(target.span(), "the target")
                .withHelp(help));
    }

    private String described() {
        return target.type().text()
                + (problem instanceof ProblemType.Labels ? " of labels, of which a sample can have any number" : "");
    }

    private String advice() {
        return switch (problem) {
            case ProblemType.Clusters(var _, var isDistance, var _) ->
                "metrics for clusters are silhouette, " + (isDistance ? "inertia " : "")
                        + "and, where a target of classes is declared, adjusted_rand";
            case ProblemType.Anomalies _ ->
                "there is no metric for anomalies without a target: look at the histogram of scores in the report";
            case ProblemType.Components _ -> "there is no metric for components: the loss says what they leave out";
            case ProblemType.Labels _ ->
                "metrics for labels are accuracy, precision, recall, f1, f_beta, roc_auc, pr_auc, log_loss and brier";
            case ProblemType.OneHot _, ProblemType.Values _ ->
                "metrics for numbers are mae, mse, rmse, mape and r2; with categorical_crossentropy numbers count as"
                        + " classes, with binary_crossentropy as labels";
            case ProblemType.Classes _, ProblemType.BinaryClass _ ->
                "metrics for classes are accuracy, precision, recall, f1, roc_auc, log_loss and others";
        };
    }
}
