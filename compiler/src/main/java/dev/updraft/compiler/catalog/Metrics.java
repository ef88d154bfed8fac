package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameter.required;

import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.Metric.Average;
import java.util.List;

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

    private static final Declaration<Metric> ROC_AUC =
            of("roc_auc", "area under the ROC curve", a -> new Metric.RocAuc(a.get(AVERAGE)));
    private static final Declaration<Metric> PR_AUC =
            of("pr_auc", "area under the precision-recall curve", a -> new Metric.PrAuc(a.get(AVERAGE)));
    private static final Declaration<Metric> BRIER =
            of("brier", "mean squared error of probabilities", _ -> new Metric.Brier());
    private static final Declaration<Metric> MCC = of("mcc", "Matthews correlation coefficient", _ -> new Metric.Mcc());

    private static final Declaration<Metric> MEAN_ABSOLUTE_ERROR =
            of("mean_absolute_error", "mean of absolute errors", _ -> new Metric.MeanAbsoluteError());
    private static final Declaration<Metric> MEAN_SQUARED_ERROR =
            of("mean_squared_error", "mean of squared errors", _ -> new Metric.MeanSquaredError());
    private static final Declaration<Metric> ROOT_MEAN_SQUARED_ERROR =
            of("root_mean_squared_error", "root of the mean of squared errors", _ -> new Metric.RootMeanSquaredError());
    private static final Declaration<Metric> MEAN_ABSOLUTE_PERCENTAGE_ERROR = of(
            "mean_absolute_percentage_error",
            "mean of absolute errors as a share of the targets",
            _ -> new Metric.MeanAbsolutePercentageError());

    static final Table<Metric> TABLE = new Table<>(
            "metric",
            List.of(
                    of("accuracy", "share of right guesses", _ -> new Metric.Accuracy()),
                    of("balanced_accuracy", "mean recall of the classes", _ -> new Metric.BalancedAccuracy()),
                    of("top_k_accuracy", "share with the true class among the k likeliest", Metrics::topK),
                    of("precision", "share of guesses of a class that are right", Metrics::precision),
                    of("recall", "share of a class that is found", Metrics::recall),
                    of("f1", "harmonic mean of precision and recall", a -> new Metric.F1(a.get(AVERAGE))),
                    of("f_beta", "weighted harmonic mean of precision and recall", Metrics::fBeta),
                    ROC_AUC,
                    ROC_AUC.named("auc"),
                    PR_AUC,
                    PR_AUC.named("average_precision"),
                    of(
                            "log_loss",
                            "mean negative logarithm of the true class's probability",
                            _ -> new Metric.LogLoss()),
                    BRIER,
                    BRIER.named("brier_score"),
                    of("cohen_kappa", "agreement with the truth beyond chance", _ -> new Metric.CohenKappa()),
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
                    of("r2", "share of the variance explained", _ -> new Metric.R2())));

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
