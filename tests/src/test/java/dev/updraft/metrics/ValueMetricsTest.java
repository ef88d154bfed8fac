package dev.updraft.metrics;

import static dev.updraft.metrics.Samples.scored;
import static dev.updraft.metrics.Samples.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.ProblemType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The metrics are those of scikit-learn 1.2.1: mean_absolute_error, mean_squared_error (for the root with
 * {@code squared=False}) and r2_score of the arrays written here.
 */
class ValueMetricsTest {
    private static final List<Metric> ALL = List.of(
            new Metric.MeanAbsoluteError(),
            new Metric.MeanSquaredError(),
            new Metric.RootMeanSquaredError(),
            new Metric.R2());

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100})
    void oneColumnAgreesWithScikitLearnHoweverItIsBatched(int batchSize) {
        var targets = values(3.0, -0.5, 2.0, 7.0, 4.25);
        var predictions = values(2.5, 0.0, 2.0, 8.0, 4.5);
        var metricAccumulator = scored(new ProblemType.Values(1), ALL, targets, predictions, batchSize);

        assertMetrics(metricAccumulator, 0.45, 0.3125, 0.5590169943749475, 0.9491042345276873);
        assertThat(metricAccumulator.metrics()).containsOnlyKeys("mae", "mse", "rmse", "r2");
    }

    @Test
    void severalColumnsAreAveraged() {
        var metricAccumulator =
                scored(new ProblemType.Values(2), ALL, values(0.5, 1, -1, 1, 7, -6), values(0, 2, -1, 2, 8, -5), 2);

        assertMetrics(metricAccumulator, 0.75, 0.7083333333333334, 0.8227486121839513, 0.9368005266622779);
    }

    @Test
    void targetsThatAllAgreeGiveZeroOrOne() {
        var targets = values(2, 2, 2);

        assertMetrics(
                scored(new ProblemType.Values(1), ALL, targets, values(2, 2.5, 1), 3),
                0.5,
                0.4166666666666667,
                0.6454972243679028,
                0);
        assertMetrics(scored(new ProblemType.Values(1), ALL, targets, targets, 3), 0, 0, 0, 1);
    }

    @Test
    void targetsFarFromZeroLoseNoDigits() {
        var metricAccumulator = scored(
                new ProblemType.Values(1),
                ALL,
                values(1e6 + 1, 1e6 + 2, 1e6 + 4),
                values(1e6 + 1, 1e6 + 2.5, 1e6 + 3),
                2);

        assertMetrics(metricAccumulator, 0.5, 0.4166666666666667, 0.6454972243679028, 0.7321428571428571);
    }

    @Test
    void oneHotRowsCanBeMeasuredAsNumbersToo() {
        List<Metric> both = List.of(new Metric.Accuracy(), new Metric.MeanAbsoluteError());
        var metricAccumulator =
                scored(new ProblemType.OneHot(2), both, values(1, 0, 0, 1), values(0.75, 0.25, 0.5, 0.5), 1);

        assertThat(metricAccumulator.metrics().get("accuracy")).isEqualTo(0.5);
        assertThat(metricAccumulator.metrics().get("mae")).isEqualTo(0.375);
    }

    @Test
    void accuracyOfNumbersIsRefused() {
        assertThatThrownBy(() -> MetricAccumulator.of(new ProblemType.Values(1), List.of(new Metric.Accuracy())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("accuracy");
    }

    private static void assertMetrics(MetricAccumulator metricAccumulator, double... expected) {
        var found = metricAccumulator.metrics().values().stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        assertThat(found).containsExactly(expected, within(1e-9));
    }
}
