package dev.updraft.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.Metric.Average;
import dev.updraft.compiler.layers.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Metrics of samples that do not count the same. Figures are those of scikit-learn 1.9.1 with {@code sample_weight}. */
class WeightedMetricsTest {
    private static final ProblemType CLASSES = new ProblemType.Classes(3, 1);
    private static final MemorySegment KINDS = Samples.classes(0, 1, 2, 2, 1, 0, 1, 2);
    private static final MemorySegment SCORES = Samples.values(
            0.7, 0.2, 0.1, 0.1, 0.6, 0.3, 0.2, 0.5, 0.3, 0.1, 0.2, 0.7, 0.5, 0.3, 0.2, 0.6, 0.1, 0.3, 0.2, 0.7, 0.1,
            0.3, 0.3, 0.4);
    private static final MemorySegment WEIGHTS = Samples.values(0.5, 2, 1, 0, 3.25, 1.5, 0.25, 4);

    private static MetricAccumulator classes() {
        return MetricAccumulator.of(
                CLASSES,
                List.of(
                        new Metric.Accuracy(),
                        new Metric.BalancedAccuracy(),
                        new Metric.Precision(Average.MACRO),
                        new Metric.Recall(Average.WEIGHTED),
                        new Metric.F1(Average.MACRO),
                        new Metric.CohenKappa(),
                        new Metric.Mcc(),
                        new Metric.LogLoss(),
                        new Metric.TopKAccuracy(2),
                        new Metric.RocAuc(Average.MACRO),
                        new Metric.PrAuc(Average.MACRO)));
    }

    private static void requireMetrics(Map<String, Double> found, Object... expected) {
        for (var i = 0; i < expected.length; i += 2) {
            assertThat(found.get(expected[i]))
                    .as((String) expected[i])
                    .isCloseTo((Double) expected[i + 1], within(1e-7));
        }
    }

    @Test
    void ofClassesTheyAreThoseOfScikitLearn() {
        var found = Samples.fed(classes(), CLASSES, KINDS, SCORES, WEIGHTS, 3).metrics();

        requireMetrics(
                found,
                "accuracy",
                0.66,
                "balanced_accuracy",
                0.7363636363636363,
                "precision",
                0.691086691086691,
                "recall_weighted",
                0.66,
                "f1",
                0.6516329137018791,
                "cohen_kappa",
                0.5075318655851679,
                "mcc",
                0.5500880640352476,
                "log_loss",
                0.8669954551651011,
                "top_2_accuracy",
                1.0,
                "roc_auc",
                0.9000288600288601,
                "pr_auc",
                0.8787539258127494);
    }

    @Test
    void ofNumbersTheyAreThoseOfScikitLearn() {
        var type = new ProblemType.Values(1);
        var found = Samples.fed(
                        MetricAccumulator.of(
                                type,
                                List.of(
                                        new Metric.MeanAbsoluteError(),
                                        new Metric.MeanSquaredError(),
                                        new Metric.RootMeanSquaredError(),
                                        new Metric.MeanAbsolutePercentageError(),
                                        new Metric.R2())),
                        type,
                        Samples.values(1.5, -2, 0.25, 4, 3),
                        Samples.values(1, -1.5, 1, 4.5, 2.5),
                        Samples.values(0.5, 2, 1, 0, 3.25),
                        2)
                .metrics();

        requireMetrics(
                found,
                "mae",
                0.5370370370370371,
                "mse",
                0.2962962962962963,
                "rmse",
                0.5443310539518174,
                "mape",
                0.6234567901234568,
                "r2",
                0.9368836291913215);
    }

    @Test
    void ofOneOfTwoClassesTheBrierScoreIsThatOfScikitLearn() {
        var type = new ProblemType.BinaryClass(1);
        var found = Samples.fed(
                        MetricAccumulator.of(type, List.of(new Metric.Brier())),
                        type,
                        Samples.classes(0, 1, 1, 0, 1),
                        Samples.values(0.2, 0.75, 0.4, 0.6, 0.9),
                        Samples.values(0.5, 2, 1, 0, 3.25),
                        5)
                .metrics();

        requireMetrics(found, "brier", 0.07962963095417758);
    }

    @Test
    void supportAndConfusionMatrixAreNumbersOfSamples() {
        var found = Samples.fed(classes(), CLASSES, KINDS, SCORES, WEIGHTS, 3).evaluation();

        assertThat(found.perClass()).extracting(ClassScore::support).containsExactly(2L, 3L, 3L);
        assertThat(found.confusion())
                .isNotNull()
                .extracting(ConfusionMatrix::counts)
                .isEqualTo(List.of(List.of(2L, 0L, 0L), List.of(1L, 2L, 0L), List.of(0L, 1L, 2L)));
    }

    @Test
    void whatHasBeenGatheredGoesOnAfterItWasWritten() throws IOException {
        var all = Samples.fed(classes(), CLASSES, KINDS, SCORES, WEIGHTS, 3);
        var half =
                Samples.fed(classes(), CLASSES, KINDS.asSlice(0, 16), SCORES.asSlice(0, 48), WEIGHTS.asSlice(0, 16), 3);
        var bytes = new ByteArrayOutputStream();
        half.write(new DataOutputStream(bytes));
        var again = classes();
        again.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        Samples.fed(again, CLASSES, KINDS.asSlice(16), SCORES.asSlice(48), WEIGHTS.asSlice(16), 3);

        assertThat(again.metrics()).isEqualTo(all.metrics());
    }
}
