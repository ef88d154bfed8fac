package dev.updraft.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.Metric.Average;
import dev.updraft.compiler.layers.Metric.Rates;
import dev.updraft.compiler.layers.ProblemType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
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
        return findings(scorer(stored, 8));
    }

    private static ErrorAnalysis findings(MetricAccumulator accumulator) {
        return Objects.requireNonNull(accumulator.evaluation(List.of()).errorAnalysis());
    }

    private static MetricAccumulator scorer(OracleCase stored, int batchSize) {
        return Samples.fed(
                accumulator(stored), stored.problemType(), stored.targets(), stored.predictions(), batchSize);
    }

    /** Weights of 0 to 3, which is the same as leaving out a sample, or having it twice or three times. */
    @ParameterizedTest
    @MethodSource("cases")
    void aSampleOfTwiceTheWeightIsTwoSamples(OracleCase stored) {
        var type = stored.problemType();
        var width = Math.max(1, type.values());
        var samples = (int) (stored.targets().byteSize() / Float.BYTES / width);
        var weights = IntStream.range(0, samples).map(i -> (i * 7 + 1) % 4).toArray();
        var repeated = IntStream.range(0, samples)
                .flatMap(i -> IntStream.generate(() -> i).limit(weights[i]))
                .toArray();
        if (repeated.length < 2) {
            return;
        }
        var weighted = Samples.fed(
                accumulator(stored),
                type,
                stored.targets(),
                stored.predictions(),
                Samples.values(IntStream.of(weights).asDoubleStream().toArray()),
                7);
        var expected = Samples.fed(
                accumulator(stored),
                type,
                rows(stored.targets(), width, repeated),
                rows(stored.predictions(), type.width(), repeated),
                1000);

        assertThat(weighted.metrics())
                .containsOnlyKeys(expected.metrics().keySet())
                .allSatisfy((name, value) -> {
                    var wanted = Objects.requireNonNull(expected.metrics().get(name));
                    assertThat(value).as(name).isCloseTo(wanted, rounding(wanted));
                });
        var found = findings(weighted);
        var wanted = findings(expected);
        assertThat(found.curves())
                .usingRecursiveComparison()
                .withComparatorForType((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : 1, Double.class)
                .ignoringFields("positives", "negatives")
                .isEqualTo(wanted.curves());
        if (found.calibration() != null && wanted.calibration() != null) {
            assertThat(found.calibration().expectedError())
                    .isCloseTo(wanted.calibration().expectedError(), within(1e-12));
        }
    }

    private static MemorySegment rows(MemorySegment all, int width, int... samples) {
        var bytes = (long) width * Float.BYTES;
        var chosen = Arena.ofAuto().allocate(bytes * samples.length, Float.BYTES);
        for (var i = 0; i < samples.length; i++) {
            MemorySegment.copy(all, samples[i] * bytes, chosen, i * bytes, bytes);
        }
        return chosen;
    }

    private static MetricAccumulator accumulator(OracleCase stored) {
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
                                new Metric.Perplexity(),
                                new Metric.Brier(),
                                new Metric.MeanAbsoluteError(),
                                new Metric.MeanSquaredError(),
                                new Metric.RootMeanSquaredError(),
                                new Metric.MeanAbsolutePercentageError(),
                                new Metric.R2(),
                                new Metric.RootMeanSquaredLogError(),
                                new Metric.ErrorQuantile(0.5),
                                new Metric.ErrorQuantile(0.9),
                                new Metric.MaxError(),
                                new Metric.ExplainedVariance(),
                                new Metric.Pearson(),
                                new Metric.CosineSimilarity()),
                        Arrays.stream(Average.values()).flatMap(MetricOracleTest::averaged))
                .filter(metric -> stored.problemType().fits(metric))
                .filter(metric -> numbers == (metric.subject() == Metric.Subject.NUMBERS))
                .toList();
        return MetricAccumulator.of(stored.problemType(), metrics, List.of(), true);
    }

    private static Stream<Metric> averaged(Average average) {
        return Stream.of(
                new Metric.Precision(average),
                new Metric.Recall(average),
                new Metric.F1(average),
                new Metric.FBeta(0.5, average),
                new Metric.FBeta(2, average),
                new Metric.RocAuc(average),
                new Metric.PrAuc(average),
                new Metric.Iou(average),
                new Metric.Specificity(average),
                new Metric.RateAt(Rates.PRECISION_AT_RECALL, 0.7, average),
                new Metric.RateAt(Rates.RECALL_AT_PRECISION, 0.6, average),
                new Metric.RateAt(Rates.SENSITIVITY_AT_SPECIFICITY, 0.8, average),
                new Metric.RateAt(Rates.SPECIFICITY_AT_SENSITIVITY, 0.75, average));
    }
}
