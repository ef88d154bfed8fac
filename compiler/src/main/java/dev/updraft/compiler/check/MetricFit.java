package dev.updraft.compiler.check;

import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.layers.LayerGraph.Target;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.layers.Loss;
import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.syntax.SyntaxTree.Expression;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether metrics have a meaning for a target. Rows of numbers may be classes or labels too: which of them, the loss says.
 *
 * @param loss null where there is none that makes sense
 */
record MetricFit(
        EvaluationScope evaluationScope,
        Target target,
        @Nullable Loss loss) {

    /** Reports a metric that does not fit. */
    boolean check(Metric metric, Expression place) {
        var fits = switch (metric.subject()) {
            case CLASSES -> !numbers() || loss instanceof Loss.CategoricalCrossentropy || labels();
            case EXCLUSIVE_CLASSES -> !numbers() || loss instanceof Loss.CategoricalCrossentropy;
            case NUMBERS -> numbers();
        };
        if (!fits) {
            report(
                    place,
                    "`%s` does not fit the target %s".formatted(place.span().text(), described()),
                    advice());
        } else if (metric instanceof Metric.TopKAccuracy(var k) && k > classes()) {
            report(
                    place,
                    String.format(
                            Locale.ROOT,
                            "`%s` is of the %d likeliest of %d classes",
                            place.span().text(),
                            k,
                            classes()),
                    String.format(
                            Locale.ROOT,
                            "say of how many in parentheses: top_k_accuracy(%d)",
                            Math.max(1, classes() - 1)));
            return false;
        }
        return fits;
    }

    private void report(Expression place, String message, String help) {
        evaluationScope.report(Diagnostic.error(Code.M0505, place.span(), message)
                .withLabel(target.span(), "the target")
                .withHelp(help));
    }

    private boolean numbers() {
        return target.type() instanceof TargetType.Reals;
    }

    private boolean labels() {
        return numbers() && loss instanceof Loss.BinaryCrossentropy;
    }

    /** How many classes exclude each other. */
    private long classes() {
        return switch (target.type()) {
            case TargetType.Classes(var count, var _) -> count;
            case TargetType.Reals(var shape) -> shape.elementsPerSample();
        };
    }

    private String described() {
        return Objective.describe(target.type())
                + (labels() ? " of labels, any number of which a sample may have" : "");
    }

    private String advice() {
        if (labels()) {
            return "metrics for labels are accuracy, precision, recall, f1, f_beta, roc_auc, pr_auc, log_loss and brier";
        }
        return numbers()
                ? "metrics for numbers are mae, mse, rmse, mape and r2; numbers are taken for classes with"
                        + " categorical_crossentropy, for labels with binary_crossentropy"
                : "metrics for classes are accuracy, precision, recall, f1, roc_auc, log_loss and others";
    }
}
