package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameter.required;

import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.Metric.Average;
import dev.updraft.compiler.layers.Metric.Rates;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Names of {@link Metric}s. */
final class Metrics {
    private Metrics() {}

    private static final Parameter<Integer> K =
            optional("k", Parameters.COUNT, 5, "number of most likely classes" + " considered");
    private static final Parameter<Double> BETA =
            required("beta", Parameters.POSITIVE, 0.5, "weight of recall relative to precision");
    private static final Parameter<Average> AVERAGE = optional(
            "average",
            Parameters.choice("average", Average.class),
            Average.MACRO,
            "macro",
            "macro: classes count equally; micro: samples count equally; weighted: classes count by their samples;"
                    + " per_class: one metric per class");

    private static final String COUNTS =
            "tp, fp and fn are the true positives, false positives and false negatives of the class.";

    private static final Parameter<Double> RECALL = least("recall", "smallest recall allowed");
    private static final Parameter<Double> PRECISION = least("precision", "smallest precision allowed");
    private static final Parameter<Double> SPECIFICITY = least("specificity", "smallest specificity allowed");
    private static final Parameter<Double> SENSITIVITY = least("sensitivity", "smallest recall allowed");
    private static final Parameter<Double> QUANTILE =
            optional("quantile", Parameters.FRACTION, 0.9, "fraction of the samples");

    private static final Parameter<Integer> TOP =
            optional("k", Parameters.COUNT, 10, "how many at the top of a group count");
    private static final Parameter<String> GROUP = required(
            "group", new ParameterType.ColumnName(), "query", "column whose equal values make a group");

    private static final Declaration<Metric> IOU = metric(
            "iou",
            doc(
                            "intersection over union of prediction and truth, as for segmentation",
                            "tp / (tp + fp + fn), 0 for a class neither predicted nor present",
                            "metrics iou")
                    .noting(COUNTS),
            a -> new Metric.Iou(a.get(AVERAGE)));
    private static final Declaration<Metric> ROOT_MEAN_SQUARED_LOG_ERROR = metric(
            "root_mean_squared_log_error",
            doc(
                            "root mean squared difference of logarithms, for amounts of different orders",
                            "sqrt(mean of (log(1 + prediction) - log(1 + target))^2)",
                            "metrics root_mean_squared_log_error")
                    .noting("NaN if a prediction or a target is below -1."),
            _ -> new Metric.RootMeanSquaredLogError());
    private static final Declaration<Metric> ROC_AUC = metric(
            "roc_auc",
            doc(
                    "area under the curve of true positive rate over false positive rate",
                    "P(score of a positive > score of a negative) + P(both equal) / 2",
                    "metrics roc_auc"),
            a -> new Metric.RocAuc(a.get(AVERAGE)));
    private static final Declaration<Metric> PR_AUC = metric(
            "pr_auc",
            doc(
                    "average precision: area under the step curve of precision over recall",
                    "sum over thresholds i of (recall[i] - recall[i - 1]) * precision[i]",
                    "metrics pr_auc"),
            a -> new Metric.PrAuc(a.get(AVERAGE)));
    private static final Declaration<Metric> BRIER = metric(
            "brier",
            doc(
                            "mean squared error of predicted probabilities",
                            "mean of (p - y)^2, with more than two classes summed over the classes",
                            "metrics brier")
                    .noting("With two classes, p and y are those of the second class. For labels, it is the mean over"
                            + " the labels."),
            _ -> new Metric.Brier());
    private static final Declaration<Metric> COHEN_KAPPA = metric(
            "cohen_kappa",
            doc("agreement between predictions and true classes, corrected for chance", """
                    (a - e) / (1 - e)
                    a is the accuracy, e the accuracy of random predictions with the same frequencies
                    """, "metrics cohen_kappa"),
            _ -> new Metric.CohenKappa());
    private static final Declaration<Metric> MCC = metric(
            "mcc",
            doc("Matthews correlation coefficient between predictions and true classes", """
                    (n * correct - sum(p * s)) / sqrt((n^2 - sum(p^2)) * (n^2 - sum(s^2)))
                    n samples, correct of them predicted correctly; p predictions and s samples per class
                    """, "metrics mcc"),
            _ -> new Metric.Mcc());
    private static final Declaration<Metric> MEAN_ABSOLUTE_ERROR = metric(
            "mean_absolute_error",
            doc("mean absolute error", "mean of |prediction - target|", "metrics mean_absolute_error"),
            _ -> new Metric.MeanAbsoluteError());
    private static final Declaration<Metric> MEAN_SQUARED_ERROR = metric(
            "mean_squared_error",
            doc("mean squared error", "mean of (prediction - target)^2", "metrics mean_squared_error"),
            _ -> new Metric.MeanSquaredError());
    private static final Declaration<Metric> ROOT_MEAN_SQUARED_ERROR = metric(
            "root_mean_squared_error",
            doc(
                    "square root of the mean squared error, in the unit of the target",
                    "sqrt(mean of (prediction - target)^2)",
                    "metrics root_mean_squared_error"),
            _ -> new Metric.RootMeanSquaredError());
    private static final Declaration<Metric> MEAN_ABSOLUTE_PERCENTAGE_ERROR = metric(
            "mean_absolute_percentage_error",
            doc(
                    "mean absolute error as a fraction of the target: 0.1 is 10 %",
                    "mean of |prediction - target| / max(|target|, 2^-52)", "metrics mean_absolute_percentage_error"),
            _ -> new Metric.MeanAbsolutePercentageError());

    private static final Declaration<Metric> NDCG = metric(
            "ndcg",
            doc(
                            "how well predictions put the samples of a group in the order of their relevance, at its top",
                            """
                            mean over the groups of DCG@k / the largest DCG@k that an order has
                            DCG@k = sum over places i = 1..k of (2^relevance[i] - 1) / log2(i + 1)
                            """, "metrics ndcg(group: query)")
                    .noting("Of validation and test data, not of training data, whose samples are shuffled. The target is a whole"
                            + " number from 0 to 31. A group in which nothing is relevant counts 1, samples with equal"
                            + " predictions stand as in the data, and weights of samples do not count."),
            a -> new Metric.Ndcg(a.get(GROUP), a.get(TOP)));

    static final Table<Metric> TABLE = new Table<>(
            "metric",
            List.of(
                    metric(
                            "accuracy",
                            doc(
                                    "fraction of correct predictions; for labels, of correct" + " labels",
                                    "correct / n",
                                    "metrics accuracy"),
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
                                    "fraction of samples whose class is among the k most likely",
                                    "samples whose class is among the k most likely / n",
                                    "metrics top_k_accuracy(3)"),
                            Metrics::topK),
                    metric(
                            "precision",
                            doc(
                                            "fraction of the predictions of a class that are correct",
                                            "tp / (tp + fp), 0 for a class that is never predicted",
                                            "metrics precision")
                                    .noting(COUNTS),
                            Metrics::precision),
                    metric(
                            "recall",
                            doc(
                                            "fraction of the samples of a class that are found",
                                            "tp / (tp + fn), 0 for a class that does not occur",
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
                                            "weighted harmonic mean of precision and recall, with recall weighing"
                                                    + " beta times as much",
                                            "(1 + beta^2) * tp / ((1 + beta^2) * tp + beta^2 * fn + fp)",
                                            "metrics f_beta(0.5)")
                                    .noting(COUNTS),
                            Metrics::fBeta),
                    IOU,
                    IOU.named("jaccard"),
                    metric(
                            "specificity",
                            doc(
                                            "fraction of the samples outside a class that are not taken for it",
                                            "tn / (tn + fp), 0 where all samples are of the class",
                                            "metrics specificity")
                                    .noting("tn are the true negatives of the class. " + COUNTS),
                            a -> new Metric.Specificity(a.get(AVERAGE))),
                    ROC_AUC,
                    ROC_AUC.named("auc"),
                    PR_AUC,
                    PR_AUC.named("average_precision"),
                    rateAt(
                            Rates.PRECISION_AT_RECALL,
                            "tp / (tp + fp)",
                            "tp / (tp + fn)",
                            RECALL,
                            "largest precision at a threshold with at least that recall"),
                    rateAt(
                            Rates.RECALL_AT_PRECISION,
                            "tp / (tp + fn)",
                            "tp / (tp + fp)",
                            PRECISION,
                            "largest recall at a threshold with at least that precision"),
                    rateAt(
                            Rates.SENSITIVITY_AT_SPECIFICITY,
                            "tp / (tp + fn)",
                            "tn / (tn + fp)",
                            SPECIFICITY,
                            "largest recall at a threshold with at least that specificity"),
                    rateAt(
                            Rates.SPECIFICITY_AT_SENSITIVITY,
                            "tn / (tn + fp)",
                            "tp / (tp + fn)",
                            SENSITIVITY,
                            "largest specificity at a threshold with at least that recall"),
                    metric(
                            "log_loss",
                            doc(
                                            "mean negative log probability of the true class",
                                            "mean of -log(p[class]), p clipped to 2^-23 from 0 and 1",
                                            "metrics log_loss")
                                    .noting("For labels, it is the mean over the labels."),
                            _ -> new Metric.LogLoss()),
                    metric(
                            "perplexity",
                            doc(
                                    "exponential of log_loss: between how many equally likely classes it wavers",
                                    "exp(log_loss)",
                                    "metrics perplexity"),
                            _ -> new Metric.Perplexity()),
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
                    ROOT_MEAN_SQUARED_LOG_ERROR,
                    ROOT_MEAN_SQUARED_LOG_ERROR.named("rmsle"),
                    metric(
                            "median_absolute_error",
                            doc(
                                    "error that half of the samples have at most",
                                    "median of |prediction - target|",
                                    "metrics median_absolute_error"),
                            _ -> new Metric.ErrorQuantile(0.5)),
                    metric(
                            "error_quantile",
                            doc(
                                    "error that a fraction of the samples has at most",
                                    "quantile of |prediction - target|",
                                    "metrics error_quantile(0.95)"),
                            a -> new Metric.ErrorQuantile(a.get(QUANTILE))),
                    metric(
                            "max_error",
                            doc("largest error", "maximum of |prediction - target|", "metrics max_error"),
                            _ -> new Metric.MaxError()),
                    metric(
                            "explained_variance",
                            doc(
                                    "fraction of the variance explained, whatever a constant error",
                                    "1 - variance(prediction - target) / variance(target)",
                                    "metrics explained_variance"),
                            _ -> new Metric.ExplainedVariance()),
                    metric(
                            "pearson",
                            doc(
                                    "Pearson's correlation of predictions and targets",
                                    "covariance(prediction, target) / sqrt(variance(prediction) * variance(target))",
                                    "metrics pearson"),
                            _ -> new Metric.Pearson()),
                    metric(
                            "cosine_similarity",
                            doc(
                                    "cosine of the angle between prediction and target",
                                    "mean of sum(prediction * target) / (|prediction| * |target|)",
                                    "metrics cosine_similarity"),
                            _ -> new Metric.CosineSimilarity()),
                    metric(
                            "r2",
                            doc(
                                    "coefficient of determination: fraction of the variance explained",
                                    "1 - sum((prediction - target)^2) / sum((target - mean(target))^2)",
                                    "metrics r2"),
                            _ -> new Metric.R2()),
                    NDCG,
                    metric(
                            "silhouette",
                            doc(
                                            "how much nearer samples are to their own cluster than to the next one",
                                            "mean of (b - a) / max(a, b); a: mean distance in the cluster, b: in the nearest other",
                                            "metrics silhouette")
                                    .noting(
                                            "Of at most 10,000 samples: of more, 10,000 of them evenly spread over the data. NaN"
                                                    + " where all are of one cluster."),
                            _ -> new Metric.Silhouette()),
                    metric(
                            "inertia",
                            doc(
                                    "sum of the squared distances from the nearest centre",
                                    "sum of min |x - center|^2",
                                    "metrics inertia"),
                            _ -> new Metric.Inertia()),
                    metric(
                            "adjusted_rand",
                            doc(
                                            "how well clusters agree with the classes of a target: the Rand index, adjusted for chance",
                                            "1 where they are the same, about 0 where they have nothing in common",
                                            "metrics silhouette, adjusted_rand")
                                    .noting("The target is compared with, and not learnt."),
                            _ -> new Metric.AdjustedRand())));

    private static Parameter<Double> least(String name, String doc) {
        return optional(name, Parameters.FRACTION, 0.5, doc);
    }

    private static Declaration<Metric> rateAt(
            Rates rates, String of, String at, Parameter<Double> least, String summary) {
        var name = rates.name().toLowerCase(Locale.ROOT);
        return metric(
                name,
                doc(
                                summary,
                                "maximum of %s over the thresholds where %s >= %s".formatted(of, at, least.name()),
                                "metrics " + name + "(0.9)")
                        .noting(
                                "Each class against all others; of two classes the second. NaN for a class that does not"
                                        + " occur."),
                a -> new Metric.RateAt(rates, a.get(least), a.get(AVERAGE)));
    }

    /** What it is for follows from what it compares. */
    private static Declaration<Metric> metric(String name, Documentation doc, Function<Arguments, Metric> build) {
        var metric = of(name, doc, build).example();
        var compared = switch (metric.subject()) {
            case CLASSES -> "target class[n], or float[n] of labels";
            case EXCLUSIVE_CLASSES -> "target class[n], or float[n] with categorical_crossentropy";
            case NUMBERS -> "target float[...]";
            case CLUSTERS, CENTERS -> "clusters";
        };
        var metricValues = metric.average() == null ? "a metric" : "a metric, or with average: per_class one per class";
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
