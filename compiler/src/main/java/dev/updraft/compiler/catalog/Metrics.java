package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameter.required;

import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.Metric.Average;
import java.util.List;
import java.util.function.Function;

/** Names of {@link Metric}s. */
final class Metrics {
    private Metrics() {}

    private static final Parameter<Integer> K = optional("k", Parameters.COUNT, 5, "how many guesses count");
    private static final Parameter<Double> BETA =
            required("beta", Parameters.POSITIVE, 0.5, "how many times as much recall weighs as precision");
    private static final Parameter<Average> AVERAGE = optional(
            "average",
            Parameters.choice("average", Average.class),
            Average.MACRO,
            "macro",
            "macro: classes count the same; micro: samples do; weighted: classes by their samples; per_class: a metric"
                    + " each");

    private static final String COUNTS =
            "tp are the samples of the class that are guessed right, fp those of others taken for"
                    + " it, fn its own that are not found.";

    private static final Declaration<Metric> ROC_AUC = metric(
            "roc_auc",
            doc(
                    "area under the curve of recall over the share of others taken for the class",
                    "P(score of the class > score of another) + P(both the same) / 2",
                    "metrics roc_auc"),
            a -> new Metric.RocAuc(a.get(AVERAGE)));
    private static final Declaration<Metric> PR_AUC = metric(
            "pr_auc",
            doc(
                    "average precision: the area under the steps of precision over recall",
                    "sum over thresholds i of (recall[i] - recall[i - 1]) * precision[i]",
                    "metrics pr_auc"),
            a -> new Metric.PrAuc(a.get(AVERAGE)));
    private static final Declaration<Metric> BRIER = metric(
            "brier",
            doc(
                            "mean squared error of probabilities",
                            "mean of (p - y)^2, of more than two classes summed over the classes",
                            "metrics brier")
                    .noting("Of two classes, p and y are those of the second. Of labels, the mean of all of them."),
            _ -> new Metric.Brier());
    private static final Declaration<Metric> COHEN_KAPPA = metric(
            "cohen_kappa",
            doc("agreement of guesses and truth beyond chance", """
                    (a - e) / (1 - e)
                    a the accuracy, e that of guesses as frequent but at random
                    """, "metrics cohen_kappa"),
            _ -> new Metric.CohenKappa());
    private static final Declaration<Metric> MCC = metric(
            "mcc",
            doc("Matthews correlation coefficient of guesses and truth", """
                    (n * right - sum(g * s)) / sqrt((n^2 - sum(g^2)) * (n^2 - sum(s^2)))
                    n samples, right guesses; of each class, g guesses and s samples
                    """, "metrics mcc"),
            _ -> new Metric.Mcc());
    private static final Declaration<Metric> MEAN_ABSOLUTE_ERROR = metric(
            "mean_absolute_error",
            doc("mean of absolute errors", "mean of |prediction - target|", "metrics mean_absolute_error"),
            _ -> new Metric.MeanAbsoluteError());
    private static final Declaration<Metric> MEAN_SQUARED_ERROR = metric(
            "mean_squared_error",
            doc("mean of squared errors", "mean of (prediction - target)^2", "metrics mean_squared_error"),
            _ -> new Metric.MeanSquaredError());
    private static final Declaration<Metric> ROOT_MEAN_SQUARED_ERROR = metric(
            "root_mean_squared_error",
            doc(
                    "root of the mean of squared errors, in the unit of the target",
                    "sqrt(mean of (prediction - target)^2)",
                    "metrics root_mean_squared_error"),
            _ -> new Metric.RootMeanSquaredError());
    private static final Declaration<Metric> MEAN_ABSOLUTE_PERCENTAGE_ERROR = metric(
            "mean_absolute_percentage_error",
            doc(
                    "mean of absolute errors as a share of the targets: 0.1 is 10 %",
                    "mean of |prediction - target| / max(|target|, 2^-52)", "metrics mean_absolute_percentage_error"),
            _ -> new Metric.MeanAbsolutePercentageError());

    static final Table<Metric> TABLE = new Table<>(
            "metric",
            List.of(
                    metric(
                            "accuracy",
                            doc("share of right guesses; of labels, of right labels", "right / n", "metrics accuracy"),
                            _ -> new Metric.Accuracy()),
                    metric(
                            "balanced_accuracy",
                            doc(
                                            "mean recall of the classes that occur",
                                            "mean over the classes of tp / (tp + fn)",
                                            "metrics balanced_accuracy")
                                    .noting(COUNTS),
                            _ -> new Metric.BalancedAccuracy()),
                    metric(
                            "top_k_accuracy",
                            doc(
                                    "share of samples whose class is among the k likeliest",
                                    "samples whose class is among the k likeliest / n",
                                    "metrics top_k_accuracy(3)"),
                            Metrics::topK),
                    metric(
                            "precision",
                            doc(
                                            "share of the guesses of a class that are right",
                                            "tp / (tp + fp), 0 of a class never guessed",
                                            "metrics precision")
                                    .noting(COUNTS),
                            Metrics::precision),
                    metric(
                            "recall",
                            doc(
                                            "share of the samples of a class that are found",
                                            "tp / (tp + fn), 0 of a class that does not occur",
                                            "metrics recall")
                                    .noting(COUNTS),
                            Metrics::recall),
                    metric(
                            "f1",
                            doc(
                                            "harmonic mean of precision and recall",
                                            "2 * tp / (2 * tp + fp + fn)",
                                            "metrics f1(average: weighted)")
                                    .noting(COUNTS),
                            a -> new Metric.F1(a.get(AVERAGE))),
                    metric(
                            "f_beta",
                            doc(
                                            "mean of precision and recall in which recall weighs beta times as much",
                                            "(1 + beta^2) * tp / ((1 + beta^2) * tp + beta^2 * fn + fp)",
                                            "metrics f_beta(0.5)")
                                    .noting(COUNTS),
                            Metrics::fBeta),
                    ROC_AUC,
                    ROC_AUC.named("auc"),
                    PR_AUC,
                    PR_AUC.named("average_precision"),
                    metric(
                            "log_loss",
                            doc(
                                            "mean negative logarithm of the true class's probability",
                                            "mean of -log(p[class]), p within 2^-23 of 0 and 1",
                                            "metrics log_loss")
                                    .noting("Of labels, the mean of all of them."),
                            _ -> new Metric.LogLoss()),
                    BRIER,
                    BRIER.named("brier_score"),
                    COHEN_KAPPA,
                    MCC,
                    MCC.named("matthews_corrcoef"),
                    MEAN_ABSOLUTE_ERROR,
                    MEAN_ABSOLUTE_ERROR.named("mae"),
                    MEAN_SQUARED_ERROR,
                    MEAN_SQUARED_ERROR.named("mse"),
                    ROOT_MEAN_SQUARED_ERROR,
                    ROOT_MEAN_SQUARED_ERROR.named("rmse"),
                    MEAN_ABSOLUTE_PERCENTAGE_ERROR,
                    MEAN_ABSOLUTE_PERCENTAGE_ERROR.named("mape"),
                    metric(
                            "r2",
                            doc(
                                    "coefficient of determination: share of the variance explained",
                                    "1 - sum((prediction - target)^2) / sum((target - mean(target))^2)",
                                    "metrics r2"),
                            _ -> new Metric.R2())));

    /** What it is for follows from what it compares. */
    private static Declaration<Metric> metric(String name, Documentation doc, Function<Arguments, Metric> build) {
        var metric = of(name, doc, build).example();
        var compared = switch (metric.subject()) {
            case CLASSES -> "target class[n], or float[n] of labels";
            case EXCLUSIVE_CLASSES -> "target class[n], or float[n] with categorical_crossentropy";
            case NUMBERS -> "target float[...]";
        };
        var metricValues = metric.average() == null ? "a metric" : "a metric, or with average: per_class one a class";
        return of(name, doc.as(compared + " -> " + metricValues, doc.use()), build);
    }

    private static Metric topK(Arguments a) {
        return new Metric.TopKAccuracy(a.get(K));
    }

    private static Metric precision(Arguments a) {
        return new Metric.Precision(a.get(AVERAGE));
    }

    private static Metric recall(Arguments a) {
        return new Metric.Recall(a.get(AVERAGE));
    }

    private static Metric fBeta(Arguments a) {
        var beta = a.get(BETA);
        return beta == 1 ? new Metric.F1(a.get(AVERAGE)) : new Metric.FBeta(beta, a.get(AVERAGE));
    }
}
