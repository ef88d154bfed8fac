package dev.updraft.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.Metric.Average;
import dev.updraft.compiler.layers.ProblemType;
import dev.updraft.metrics.ClassCurves.Point;
import dev.updraft.metrics.Residuals.Pair;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorAnalysisTest {

    @ParameterizedTest
    @ValueSource(ints = {3, 30, 1000, 200_000})
    void curvesAreThinnedToWhatOneCanSee(int samples) {
        var random = new Random(samples);
        var targets = IntStream.range(0, samples).map(i -> i % 3 == 0 ? 1 : 0).toArray();
        var scores = Arrays.stream(targets)
                .mapToDouble(target -> Math.clamp(0.2 * target + random.nextGaussian(0.4, 0.15), 0, 1))
                .toArray();
        var curves = found(new ProblemType.BinaryClass(1), Samples.classes(targets), Samples.values(scores))
                .curves()
                .getFirst();

        assertThat(curves.roc())
                .hasSizeBetween(2, 402)
                .startsWith(new Point(0, 0))
                .endsWith(new Point(1, 1));
        assertThat(trapezoids(curves.roc())).isCloseTo(curves.rocAuc(), within(0.005));
        assertThat(curves.precisionRecall()).hasSizeBetween(2, 600).startsWith(new Point(0, 1));
        assertThat(curves.precisionRecall().getLast().x()).isEqualTo(1);
        assertThat(steps(curves.precisionRecall())).isCloseTo(curves.averagePrecision(), within(0.005));
    }

    @Test
    void pointsOnALineAreDropped() {
        var perfect = found(
                        new ProblemType.BinaryClass(1),
                        Samples.classes(0, 0, 0, 1, 1, 1),
                        Samples.values(.1, .2, .3, .7, .8, .9))
                .curves()
                .getFirst();

        assertThat(perfect.roc()).containsExactly(new Point(0, 0), new Point(0, 1), new Point(1, 1));
        assertThat(perfect.precisionRecall()).containsExactly(new Point(0, 1), new Point(1, 1));
    }

    @Test
    void aClassWithoutSamplesHasNoCurve() {
        var found = found(
                new ProblemType.Classes(3, 1),
                Samples.classes(0, 2, 2),
                Samples.values(.5, .3, .2, .1, .1, .8, .6, .2, .2));

        assertThat(found.curves()).extracting(ClassCurves::index).containsExactly(0, 2);
        assertThat(found.curves()).extracting(ClassCurves::name).containsExactly("0", "2");
    }

    @Test
    void theMostConfidentMistakesComeFirst() {
        var found = found(
                new ProblemType.Classes(2, 1),
                Samples.classes(0, 1, 1, 0, 1),
                Samples.values(.75, .25, .875, .125, .25, .75, .375, .625, .875, .125));

        assertThat(found.misclassifications())
                .containsExactly(
                        new Misclassification(1, 1, 0, 0.875),
                        new Misclassification(4, 1, 0, 0.875),
                        new Misclassification(3, 0, 1, 0.625));
    }

    @Test
    void noMoreThanTheWorstMistakesAreKept() {
        var count = 1000;
        var probabilities =
                IntStream.range(0, count).mapToDouble(i -> 0.6 + i * 1e-4).toArray();
        var found =
                found(new ProblemType.BinaryClass(1), Samples.classes(new int[count]), Samples.values(probabilities));

        assertThat(found.misclassifications())
                .extracting(Misclassification::sample)
                .isEqualTo(IntStream.range(0, 24).mapToObj(i -> 999 - i).toList());
    }

    @Test
    void calibrationErrorIsTheMeanDistanceBetweenProbabilityAndShare() {
        var calibration = Objects.requireNonNull(found(
                        new ProblemType.BinaryClass(1),
                        Samples.classes(1, 1, 0, 1, 0),
                        Samples.values(.75, .75, .75, 1, 0))
                .calibration());

        assertThat(calibration.bins()).hasSize(10);
        assertThat(calibration.bins().get(7)).isEqualTo(new Calibration.Bin(0.7, 0.8, 3, 0.75, 2 / 3.0));
        assertThat(calibration.expectedError()).isCloseTo(3 / 5.0 * (0.75 - 2 / 3.0), within(1e-15));
    }

    @Test
    void residualsAreCountedAndSomePairsShown() {
        var count = 5000;
        var targets = IntStream.range(0, count).mapToDouble(i -> i).toArray();
        var predictions = IntStream.range(0, count).mapToDouble(i -> i + i % 3).toArray();
        predictions[7] = Double.NaN;
        var residuals = found(new ProblemType.Values(1), Samples.values(targets), Samples.values(predictions))
                .residuals()
                .getFirst();

        assertThat(residuals.pairs()).hasSize(2000).startsWith(new Pair(0, 0), new Pair(2, 4), new Pair(5, 7));
        assertThat(residuals.from()).isZero();
        assertThat(residuals.to()).isEqualTo(2);
        assertThat(residuals.counts()).hasSize(30).startsWith(1667L).endsWith(1666L);
        assertThat(residuals.counts().stream().mapToLong(Long::longValue).sum()).isEqualTo(4999);
    }

    @Test
    void predictionsThatAreAllRightHaveOneBin() {
        var values = Samples.values(1, 2, 3, 4);
        var found = found(new ProblemType.Values(2), values, values);

        assertThat(found.residuals()).hasSize(2).extracting(Residuals::counts).containsOnly(List.of(2L));
    }

    @Test
    void probabilitiesThatAreNoNumbersDoNoHarm() {
        var broken = new double[] {Double.NaN, 0.5, Double.POSITIVE_INFINITY, -1};
        var found = found(new ProblemType.BinaryClass(1), Samples.classes(0, 1, 0, 1), Samples.values(broken));

        assertThat(Objects.requireNonNull(found.calibration()).bins().stream()
                        .mapToLong(Calibration.Bin::count)
                        .sum())
                .isEqualTo(3);
    }

    @Test
    void anEvaluationThatNobodyExaminesHasNoFindings() {
        var metricAccumulator =
                Samples.scored(new ProblemType.Values(1), List.of(), Samples.values(1), Samples.values(2), 1);

        assertThat(metricAccumulator.evaluation(List.of()).errorAnalysis()).isNull();
    }

    @Test
    void tooManyScoresAreNotKeptAndTheFindingsSaySo() {
        var width = 1_000_000;
        var values = Samples.values(new double[11 * width]);
        var metricAccumulator = Samples.fed(
                MetricAccumulator.of(new ProblemType.Values(width), List.of(), List.of(), true),
                new ProblemType.Values(width),
                values,
                values,
                1);
        var found =
                Objects.requireNonNull(metricAccumulator.evaluation(List.of()).errorAnalysis());

        assertThat(found.omitted()).contains("11 samples", "20,000,000");
        assertThat(found.residuals()).isEmpty();
    }

    @Test
    void metricsOfEachClassBearItsName() {
        var task = new ProblemType.Classes(2, 1);
        var metrics = List.<Metric>of(new Metric.Recall(Average.PER_CLASS), new Metric.RocAuc(Average.MACRO));
        var metricAccumulator = Samples.fed(
                MetricAccumulator.of(task, metrics, List.of("cat", "dog\n"), false),
                task,
                Samples.classes(0, 0),
                Samples.guesses(2, 0, 1),
                1);

        assertThat(metricAccumulator.metrics())
                .containsEntry("recall[cat]", 0.5)
                .containsEntry("recall[dog\\n]", 0.0);
        assertThat(metricAccumulator.running()).containsOnlyKeys("recall[cat]", "recall[dog\\n]");
        assertThat(metricAccumulator.evaluation(List.of()).render()).containsPattern("roc_auc +undefined\n");
    }

    private static ErrorAnalysis found(ProblemType problemType, MemorySegment targets, MemorySegment predictions) {
        return Objects.requireNonNull(Samples.fed(
                        MetricAccumulator.of(problemType, List.of(), List.of(), true),
                        problemType,
                        targets,
                        predictions,
                        100)
                .evaluation(List.of())
                .errorAnalysis());
    }

    private static double trapezoids(List<Point> points) {
        var area = 0.0;
        for (var i = 1; i < points.size(); i++) {
            var before = points.get(i - 1);
            var after = points.get(i);
            area += (after.x() - before.x()) * (after.y() + before.y()) / 2;
        }
        return area;
    }

    private static double steps(List<Point> points) {
        var area = 0.0;
        for (var i = 1; i < points.size(); i++) {
            area += (points.get(i).x() - points.get(i - 1).x()) * points.get(i).y();
        }
        return area;
    }
}
