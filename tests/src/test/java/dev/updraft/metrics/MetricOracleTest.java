package dev.updraft.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.Metric.Average;
import dev.updraft.compiler.layers.ProblemType;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All metrics, and what is drawn, against the stored metrics of scikit-learn. */
class MetricOracleTest {

    static Stream<OracleCase> cases() throws IOException {
        return OracleCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyMetricAgreesWithScikitLearn(OracleCase stored) {
        var names = stored.metrics().keySet().stream()
                .filter(key -> !key.startsWith("calibration"))
                .toList();

        for (var batchSize : new int[] {1, 7, 1000}) {
            assertThat(scorer(stored, batchSize).metrics())
                    .containsOnlyKeys(names)
                    .allSatisfy((name, value) -> {
                        var expected = stored.metric(name);
                        assertThat(value).as(name).isCloseTo(expected, rounding(expected));
                    });
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void calibrationAgreesWithScikitLearn(OracleCase stored) {
        var calibration = findings(stored).calibration();

        assertThat(calibration != null).isEqualTo(stored.has("calibration_share"));
        if (calibration != null) {
            assertThat(filled(calibration, Calibration.Bin::share))
                    .containsExactly(stored.metrics("calibration_share"), within(1e-12));
            assertThat(filled(calibration, Calibration.Bin::probability))
                    .containsExactly(stored.metrics("calibration_probability"), within(1e-12));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void areasOfTheCurvesAreThoseOfTheMetrics(OracleCase stored) {
        var defined = stored.metrics().keySet().stream()
                .filter(key -> key.startsWith("roc_auc[") && !Double.isNaN(stored.metric(key)))
                .count();
        var curves = findings(stored).curves();

        assertThat(curves)
                .hasSize((int) (stored.binary() ? defined / 2 : defined))
                .allSatisfy(curve -> {
                    var index = "[" + curve.index() + "]";
                    assertThat(curve.rocAuc()).isCloseTo(stored.metric("roc_auc" + index), within(1e-12));
                    assertThat(curve.averagePrecision()).isCloseTo(stored.metric("pr_auc" + index), within(1e-12));
                });
    }

    private static Offset<Double> rounding(double expected) {
        return within(Double.isNaN(expected) ? 0 : 1e-12 * Math.max(1, Math.abs(expected)));
    }

    private static double[] filled(Calibration calibration, ToDoubleFunction<Calibration.Bin> metricValue) {
        return calibration.bins().stream()
                .filter(bin -> bin.count() > 0)
                .mapToDouble(metricValue)
                .toArray();
    }

    private static ErrorAnalysis findings(OracleCase stored) {
        return Objects.requireNonNull(scorer(stored, 8).evaluation(List.of()).errorAnalysis());
    }

    private static MetricAccumulator scorer(OracleCase stored, int batchSize) {
        var numbers = stored.problemType() instanceof ProblemType.Values;
        var metrics = Stream.concat(
                        Stream.of(
                                new Metric.Accuracy(),
                                new Metric.BalancedAccuracy(),
                                new Metric.TopKAccuracy(1),
                                new Metric.TopKAccuracy(2),
                                new Metric.CohenKappa(),
                                new Metric.Mcc(),
                                new Metric.LogLoss(),
                                new Metric.Brier(),
                                new Metric.MeanAbsoluteError(),
                                new Metric.MeanSquaredError(),
                                new Metric.RootMeanSquaredError(),
                                new Metric.MeanAbsolutePercentageError(),
                                new Metric.R2()),
                        Arrays.stream(Average.values()).flatMap(MetricOracleTest::averaged))
                .filter(metric -> stored.problemType().fits(metric))
                .filter(metric -> numbers == (metric.subject() == Metric.Subject.NUMBERS))
                .toList();
        return Samples.fed(
                MetricAccumulator.of(stored.problemType(), metrics, List.of(), true),
                stored.problemType(),
                stored.targets(),
                stored.predictions(),
                batchSize);
    }

    private static Stream<Metric> averaged(Average average) {
        return Stream.of(
                new Metric.Precision(average),
                new Metric.Recall(average),
                new Metric.F1(average),
                new Metric.FBeta(0.5, average),
                new Metric.FBeta(2, average),
                new Metric.RocAuc(average),
                new Metric.PrAuc(average));
    }
}
