package dev.updraft;

import dev.updraft.metrics.Evaluation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The result of a cross-validation.
 *
 * @param folds the evaluations of the folds, in order
 */
public record CrossValidation(List<Evaluation> folds) {
    public CrossValidation {
        folds = List.copyOf(folds);
    }

    /**
     * One metric over all folds.
     *
     * @param mean mean over the folds
     * @param deviation sample standard deviation (n - 1)
     */
    public record MetricStatistics(double mean, double deviation) {
        private static MetricStatistics of(List<Evaluation> folds, ToDoubleFunction<Evaluation> metric) {
            var mean = folds.stream().mapToDouble(metric).sum() / folds.size();
            var squares = folds.stream()
                    .mapToDouble(fold -> Math.pow(metric.applyAsDouble(fold) - mean, 2))
                    .sum();
            return new MetricStatistics(mean, Math.sqrt(squares / (folds.size() - 1)));
        }
    }

    /** {@code loss} and every metric, by name. */
    public Map<String, MetricStatistics> metrics() {
        var metrics = new LinkedHashMap<String, MetricStatistics>();
        metrics.put("loss", MetricStatistics.of(folds, Evaluation::loss));
        for (var name : folds.getFirst().metrics().keySet()) {
            metrics.put(name, MetricStatistics.of(folds, fold -> fold.metric(name)));
        }
        return metrics;
    }
}
