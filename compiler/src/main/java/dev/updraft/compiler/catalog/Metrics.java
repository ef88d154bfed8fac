package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Parameter.optional;

import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.Metric.Average;
import java.util.List;

/** Names of {@link Metric}s. */
final class Metrics {
    private Metrics() {}

    private static final Parameter<Integer> K = optional("k", Parameters.COUNT, 5, "how many guesses count");
    private static final Parameter<Average> AVERAGE = optional(
            "average",
            Parameters.choice("average", Average.class),
            Average.MACRO,
            "macro",
            "macro: classes count the same; micro: samples do; weighted: classes by their samples");

    private static final Declaration<Metric> MEAN_ABSOLUTE_ERROR =
            of("mean_absolute_error", "mean of absolute errors", _ -> new Metric.MeanAbsoluteError());
    private static final Declaration<Metric> MEAN_SQUARED_ERROR =
            of("mean_squared_error", "mean of squared errors", _ -> new Metric.MeanSquaredError());
    private static final Declaration<Metric> ROOT_MEAN_SQUARED_ERROR =
            of("root_mean_squared_error", "root of the mean of squared errors", _ -> new Metric.RootMeanSquaredError());

    static final Table<Metric> TABLE = new Table<>(
            "metric",
            List.of(
                    of("accuracy", "share of right guesses", _ -> new Metric.Accuracy()),
                    of("top_k_accuracy", "share with the true class among the k likeliest", Metrics::topK),
                    of("precision", "share of guesses of a class that are right", Metrics::precision),
                    of("recall", "share of a class that is found", Metrics::recall),
                    of("f1", "harmonic mean of precision and recall", a -> new Metric.F1(a.get(AVERAGE))),
                    MEAN_ABSOLUTE_ERROR,
                    MEAN_ABSOLUTE_ERROR.named("mae"),
                    MEAN_SQUARED_ERROR,
                    MEAN_SQUARED_ERROR.named("mse"),
                    ROOT_MEAN_SQUARED_ERROR,
                    ROOT_MEAN_SQUARED_ERROR.named("rmse"),
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
}
