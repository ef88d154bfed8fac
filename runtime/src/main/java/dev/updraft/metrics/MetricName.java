package dev.updraft.metrics;

import dev.updraft.compiler.diagnostics.render.Printable;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.Metric.Average;
import java.math.BigDecimal;
import java.util.Locale;

/** The names of metrics in reports. */
public final class MetricName {
    private MetricName() {}

    /**
     * {@code accuracy}, {@code top_5_accuracy}, {@code f1} (macro), {@code f1_weighted}, {@code f0.5}, {@code mae}. Of a
     * metric a class, what they have in common: {@code recall}.
     */
    public static String of(Metric metric) {
        return switch (metric) {
            case Metric.Accuracy() -> "accuracy";
            case Metric.TopKAccuracy(var k) -> "top_" + k + "_accuracy";
            case Metric.Precision(var average) -> "precision" + suffix(average);
            case Metric.Recall(var average) -> "recall" + suffix(average);
            case Metric.F1(var average) -> "f1" + suffix(average);
            case Metric.FBeta(var beta, var average) -> "f" + plain(beta) + suffix(average);
            case Metric.Iou(var average) -> "iou" + suffix(average);
            case Metric.Specificity(var average) -> "specificity" + suffix(average);
            case Metric.RateAt(var rates, var least, var average) ->
                rates.name().toLowerCase(Locale.ROOT) + "_" + plain(least) + suffix(average);
            case Metric.BalancedAccuracy() -> "balanced_accuracy";
            case Metric.CohenKappa() -> "cohen_kappa";
            case Metric.Mcc() -> "mcc";
            case Metric.RocAuc(var average) -> "roc_auc" + suffix(average);
            case Metric.PrAuc(var average) -> "pr_auc" + suffix(average);
            case Metric.LogLoss() -> "log_loss";
            case Metric.Perplexity() -> "perplexity";
            case Metric.Brier() -> "brier";
            case Metric.MeanAbsoluteError() -> "mae";
            case Metric.MeanSquaredError() -> "mse";
            case Metric.RootMeanSquaredError() -> "rmse";
            case Metric.MeanAbsolutePercentageError() -> "mape";
            case Metric.RootMeanSquaredLogError() -> "rmsle";
            case Metric.ErrorQuantile(var quantile) ->
                quantile == 0.5 ? "median_absolute_error" : "error_quantile_" + plain(quantile);
            case Metric.MaxError() -> "max_error";
            case Metric.R2() -> "r2";
            case Metric.ExplainedVariance() -> "explained_variance";
            case Metric.Pearson() -> "pearson";
            case Metric.CosineSimilarity() -> "cosine_similarity";
            case Metric.Ndcg(var _, var k) -> "ndcg_" + k;
            case Metric.Silhouette() -> "silhouette";
            case Metric.Inertia() -> "inertia";
            case Metric.AdjustedRand() -> "adjusted_rand";
        };
    }

    /**
     * Whether a metric of a model is better when it is larger.
     *
     * @param name as reports have it; false for the loss and its terms
     */
    public static boolean largerIsBetter(LayerGraph model, String name) {
        var metric = name.replaceFirst("\\[.*", ""); // A class has its own: recall[cat].
        var outputs = model.outputs();
        return outputs.stream()
                .anyMatch(output -> output.metrics().stream().anyMatch(one -> {
                    var known = of(one);
                    return metric.equals(outputs.size() == 1 ? known : output.name() + "_" + known)
                            && one.largerIsBetter();
                }));
    }

    /** Of one class: {@code recall[cat]}. Names come from data: control characters in them could rewrite a terminal. */
    static String of(Metric metric, String className) {
        return of(metric) + "[" + Printable.line(className) + "]";
    }

    private static String suffix(Average average) {
        return switch (average) {
            case MACRO, PER_CLASS -> "";
            case MICRO, WEIGHTED -> "_" + average.name().toLowerCase(Locale.ROOT);
        };
    }

    /** {@code 2} of 2.0, {@code 0.5} of 0.5. */
    private static String plain(double number) {
        return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
    }
}
