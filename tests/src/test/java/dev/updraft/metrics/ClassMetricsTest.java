package dev.updraft.metrics;

import static dev.updraft.metrics.Samples.classes;
import static dev.updraft.metrics.Samples.guesses;
import static dev.updraft.metrics.Samples.scored;
import static dev.updraft.metrics.Samples.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.Metric.Average;
import dev.updraft.compiler.layers.ProblemType;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The metrics are those of scikit-learn 1.2.1: accuracy_score, precision_score, recall_score, f1_score (all classes as
 * labels, zero_division=0), confusion_matrix and top_k_accuracy_score of the arrays written here.
 */
class ClassMetricsTest {
    private static final List<Metric> ALL = List.of(
            new Metric.Accuracy(),
            new Metric.Precision(Average.MACRO),
            new Metric.Precision(Average.MICRO),
            new Metric.Precision(Average.WEIGHTED),
            new Metric.Recall(Average.MACRO),
            new Metric.Recall(Average.MICRO),
            new Metric.Recall(Average.WEIGHTED),
            new Metric.F1(Average.MACRO),
            new Metric.F1(Average.MICRO),
            new Metric.F1(Average.WEIGHTED));

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100})
    void threeClassesAgreeWithScikitLearnHoweverTheyAreBatched(int batchSize) {
        var metricAccumulator = scored(
                new ProblemType.Classes(3, 1),
                ALL,
                classes(0, 1, 2, 2, 1, 0, 2, 1, 2, 0),
                guesses(3, 0, 2, 2, 2, 1, 0, 1, 1, 2, 1),
                batchSize);

        assertMetrics(
                metricAccumulator,
                0.7,
                0.75,
                0.7,
                0.75,
                0.6944444444444443,
                0.7,
                0.7,
                0.7071428571428572,
                0.7,
                0.7114285714285715);
        var evaluation = metricAccumulator.evaluation(List.of("a", "b", "c"));
        assertPerClass(evaluation, ClassScore::precision, 1.0, 0.5, 0.75);
        assertPerClass(evaluation, ClassScore::recall, 0.6666666666666666, 0.6666666666666666, 0.75);
        assertPerClass(evaluation, ClassScore::f1, 0.8, 0.5714285714285715, 0.75);
        assertConfusion(evaluation, List.of(List.of(2L, 1L, 0L), List.of(0L, 2L, 1L), List.of(0L, 1L, 3L)));
        assertThat(evaluation.perClass()).extracting(ClassScore::support).containsExactly(3L, 3L, 4L);
    }

    @Test
    void aClassThatNeverOccursCountsAsZero() {
        var metricAccumulator = scored(
                new ProblemType.Classes(4, 1), ALL, classes(0, 1, 1, 0, 3, 3, 1), guesses(4, 0, 1, 2, 0, 3, 1, 1), 2);

        assertMetrics(
                metricAccumulator,
                0.7142857142857143,
                0.6666666666666666,
                0.7142857142857143,
                0.8571428571428571,
                0.5416666666666666,
                0.7142857142857143,
                0.7142857142857143,
                0.5833333333333333,
                0.7142857142857143,
                0.7619047619047619);
        var evaluation = metricAccumulator.evaluation(List.of());
        assertPerClass(evaluation, ClassScore::precision, 1.0, 0.6666666666666666, 0.0, 1.0);
        assertPerClass(evaluation, ClassScore::recall, 1.0, 0.6666666666666666, 0.0, 0.5);
        assertThat(evaluation.perClass()).extracting(ClassScore::name).containsExactly("0", "1", "2", "3");
    }

    @Test
    void dataOfOneClassAgreesWithScikitLearn() {
        var metricAccumulator =
                scored(new ProblemType.Classes(3, 1), ALL, classes(1, 1, 1, 1), guesses(3, 1, 1, 0, 1), 4);

        assertMetrics(
                metricAccumulator,
                0.75,
                0.3333333333333333,
                0.75,
                1.0,
                0.25,
                0.75,
                0.75,
                0.2857142857142857,
                0.75,
                0.8571428571428571);
        assertConfusion(
                metricAccumulator.evaluation(List.of()),
                List.of(List.of(0L, 0L, 0L), List.of(1L, 3L, 0L), List.of(0L, 0L, 0L)));
    }

    @Test
    void oneProbabilityIsATwoClassGuess() {
        var probabilities = values(0.1, 0.9, 0.5, 0.2, 0.51, 0.99);
        var metricAccumulator =
                scored(new ProblemType.BinaryClass(1), ALL, classes(0, 1, 1, 0, 1, 0), probabilities, 4);

        // Predicted 0 1 0 0 1 1: a probability of one half is not yet class 1.
        var twoThirds = 0.6666666666666666;
        assertMetrics(
                metricAccumulator,
                twoThirds,
                twoThirds,
                twoThirds,
                twoThirds,
                twoThirds,
                twoThirds,
                twoThirds,
                twoThirds,
                twoThirds,
                twoThirds);
        assertConfusion(metricAccumulator.evaluation(List.of()), List.of(List.of(2L, 1L), List.of(1L, 2L)));
    }

    @Test
    void oneHotTargetsAreClasses() {
        var targets = values(1, 0, 0, 0, 0, 1, 0, 1, 0);
        var metricAccumulator = scored(new ProblemType.OneHot(3), ALL, targets, guesses(3, 0, 2, 2), 2);

        assertThat(metricAccumulator.metrics().get("accuracy")).isEqualTo(2.0 / 3);
        assertConfusion(
                metricAccumulator.evaluation(List.of()),
                List.of(List.of(1L, 0L, 0L), List.of(0L, 0L, 1L), List.of(0L, 0L, 1L)));
    }

    @Test
    void severalLabelsASampleAgreeWithScikitLearn() {
        var targets = values(1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0);
        var guesses = values(1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1);
        var metricAccumulator = scored(new ProblemType.Labels(3), ALL, targets, guesses, 3);

        // Accuracy label by label, as Keras's binary_accuracy.
        assertMetrics(metricAccumulator, 0.6666666666666666, 0.5, 0.6, 0.6, 0.5, 0.6, 0.6, 0.5, 0.6, 0.6);
        var evaluation = metricAccumulator.evaluation(List.of());
        assertPerClass(evaluation, ClassScore::f1, 1.0, 0.0, 0.5);
        assertThat(evaluation.confusion()).isNull();
    }

    @Test
    void topKBreaksTiesAsScikitLearn() {
        var scores = values(
                .5, .2, .2, .1, .3, .3, .2, .2, .1, .2, .3, .4, .25, .25, .25, .25, .7, .1, .1, .1, .1, .1, .4, .4);
        List<Metric> metrics =
                List.of(new Metric.TopKAccuracy(1), new Metric.TopKAccuracy(2), new Metric.TopKAccuracy(3));
        var metricAccumulator = scored(new ProblemType.Classes(4, 1), metrics, classes(0, 1, 2, 3, 1, 2), scores, 4);

        assertThat(metricAccumulator.metrics())
                .containsExactly(
                        Map.entry("top_1_accuracy", 0.5),
                        Map.entry("top_2_accuracy", 0.8333333333333334),
                        Map.entry("top_3_accuracy", 0.8333333333333334));
    }

    @Test
    void resetForgetsEverything() {
        var metricAccumulator = scored(new ProblemType.Classes(3, 1), ALL, classes(0, 1, 2), guesses(3, 1, 2, 0), 3);
        metricAccumulator.reset();

        assertThat(metricAccumulator.samples()).isZero();
        assertThat(metricAccumulator.loss()).isZero();
        assertThat(metricAccumulator.metrics().values()).containsOnly(0.0);
    }

    @Test
    void theLossIsTheMeanOverSamplesNotOverBatches() {
        var metricAccumulator =
                scored(new ProblemType.Classes(2, 1), List.of(), classes(0, 0, 0), guesses(2, 0, 0, 0), 2);

        // Batches of 2 and 1 samples with losses 1 and 3.
        assertThat(metricAccumulator.loss()).isCloseTo((2 * 1 + 1 * 3) / 3.0, within(1e-15));
    }

    private static void assertMetrics(MetricAccumulator metricAccumulator, double... expected) {
        var found = metricAccumulator.metrics().values().stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        assertThat(found).containsExactly(expected, within(1e-15));
    }

    private static void assertPerClass(
            Evaluation evaluation, ToDoubleFunction<ClassScore> metricValue, double... expected) {
        assertThat(evaluation.perClass().stream().mapToDouble(metricValue).toArray())
                .containsExactly(expected, within(1e-15));
    }

    private static void assertConfusion(Evaluation evaluation, List<List<Long>> expected) {
        assertThat(evaluation.confusion())
                .isNotNull()
                .extracting(ConfusionMatrix::counts)
                .isEqualTo(expected);
    }
}
