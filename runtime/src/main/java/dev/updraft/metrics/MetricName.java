package dev.updraft.metrics;

import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.Metric.Average;
import java.util.Locale;

/** What reports call metrics. */
public final class MetricName {
    private MetricName() {}

    /** {@code accuracy}, {@code top_5_accuracy}, {@code f1} (macro), {@code f1_weighted}, {@code mae}. */
    public static String of(Metric metric) {
        return switch (metric) {
            case Metric.Accuracy() -> "accuracy";
            case Metric.TopKAccuracy(var k) -> "top_" + k + "_accuracy";
            case Metric.Precision(var average) -> "precision" + suffix(average);
            case Metric.Recall(var average) -> "recall" + suffix(average);
            case Metric.F1(var average) -> "f1" + suffix(average);
            case Metric.MeanAbsoluteError() -> "mae";
            case Metric.MeanSquaredError() -> "mse";
            case Metric.RootMeanSquaredError() -> "rmse";
            case Metric.R2() -> "r2";
        };
    }

    private static String suffix(Average average) {
        return average == Average.MACRO ? "" : "_" + average.name().toLowerCase(Locale.ROOT);
    }
}
