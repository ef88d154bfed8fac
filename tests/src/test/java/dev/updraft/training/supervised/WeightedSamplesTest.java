package dev.updraft.training.supervised;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.Device;
import dev.updraft.Updraft;
import dev.updraft.compiler.layers.ClassWeight;
import dev.updraft.compiler.layers.StepSettings;
import dev.updraft.data.Datasets;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples that count more than others. */
class WeightedSamplesTest extends SupervisedLayerTest {
    private static final float[] WEIGHTS = weights();

    private static float[] weights() {
        var weights = new float[ROWS];
        for (var i = 0; i < ROWS; i++) {
            weights[i] = i % 11 == 0 ? 0 : 0.25f + i % 7 * 0.5f;
        }
        return weights;
    }

    private static String weighted(String text, String settings) {
        return text.replace("seed: 3", "seed: 3, " + settings);
    }

    private static final String BY_BOTH = "class_weight: [1, 3, 0.5], sample_weight: \"w\"";

    /** {@code GaussianNB}, {@code BernoulliNB} and {@code MultinomialNB} with {@code sample_weight=w * class_weight[y]}. */
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void bayesWeighsSamplesAsScikitLearn(String device) {
        var text = weighted(CLASSES, BY_BOTH);
        var data = Datasets.of(TRAIN, KINDS).weighted(WEIGHTS);
        assertClose(learnt(text, "naive_bayes", device, data, ASKED, "scores"), 1e-4, expected("""
                -3.176513 -0.2317576 -1.801018 -1.917177 -0.2723452 -2.392649
                -0.3918351 -1.382272 -2.614876 -1.820771 -0.3314212 -2.118628
                -2.919312 -0.2691689 -1.703666 -0.1794749 -2.070286 -3.266455"""));
        assertClose(learnt(text, "naive_bayes(kind: bernoulli)", device, data, ASKED, "scores"), 1e-5, expected("""
                -2.279971 -0.243534 -2.172786 -1.510763 -0.4054789 -2.183905
                -0.9890036 -0.6201364 -2.405928 -1.69119 -0.4161915 -1.856964
                -2.166428 -0.2344657 -2.359997 -0.6004241 -1.019002 -2.402781"""));
        var counted = Datasets.of(counts(TRAIN), KINDS).weighted(WEIGHTS);
        var asked = List.of(counts(ASKED.toArray(float[][]::new)));
        assertClose(
                learnt(text, "naive_bayes(kind: multinomial)", device, counted, asked, "scores"), 1e-5, expected("""
                -1.931703 -0.3085541 -2.115354 -1.939545 -0.3112467 -2.089917
                -2.714209 -0.269774 -1.770836 -2.200678 -0.2774941 -2.028049
                -2.379211 -0.3136314 -1.733936 -1.322795 -0.4490716 -2.349782"""));
    }

    /** {@code GaussianNB} with the weights of {@code class_weight="balanced"}. */
    @Test
    void balancedClassesAreEquallyLikelyBeforehand() {
        var uneven = IntStream.range(0, ROWS).map(i -> Math.min(i % 5, 2)).toArray();
        var data = Datasets.of(TRAIN, uneven);
        assertClose(
                learnt(weighted(CLASSES, "class_weight: balanced"), "naive_bayes", "cpu", data, ASKED, "scores"),
                1e-4,
                expected("""
                        -12.64543 -2.993175 -0.05143146 -7.941746 -1.970152 -0.1505802
                        -0.6987575 -0.9110829 -2.295523 -0.445623 -1.176489 -2.971717
                        -3.825775 -0.78081 -0.6536119 -13.54789 -3.358613 -0.03540416"""));
    }

    /** {@code SVC(gamma=0.25, tol=1e-8)} with {@code sample_weight}, {@code class_weight}, and both. */
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void aMachineWeighsSamplesAsScikitLearn(String device) {
        var layer = "svm(kernel: rbf, gamma: 0.25, tolerance: 0.00000001)";
        var plain = Datasets.of(TRAIN, SECOND);
        var data = plain.weighted(WEIGHTS);
        assertClose(
                learnt(weighted(TWO, "sample_weight: \"w\""), layer, device, data, ASKED, "logit"),
                1e-4,
                expected("-0.1385933 -0.1859812 -0.8532882 1.189417 -1.176067 -0.8910749"));
        assertClose(
                learnt(weighted(TWO, "class_weight: balanced"), layer, device, plain, ASKED, "logit"),
                1e-4,
                expected("0.8713032 0.5273723 -0.741763 1.02279 -0.7065618 -1.007276"));
        assertClose(
                learnt(
                        weighted(TWO, "class_weight: [1, 3], sample_weight: \"w\""),
                        layer,
                        device,
                        data,
                        ASKED,
                        "logit"),
                1e-4,
                expected("0.07810607 -0.07880752 -0.8603287 1.525083 -1.133072 -0.652398"));
    }

    /** {@code SVC(C=2, gamma=0.3, tol=1e-8)} of each class with {@code sample_weight=w * class_weight[y]}. */
    @Test
    void machinesOfSeveralClassesWeighSamplesAsScikitLearn() {
        var data = Datasets.of(TRAIN, KINDS).weighted(WEIGHTS);
        var layer = "svm(kernel: rbf, c: 2, gamma: 0.3, tolerance: 0.00000001)";
        assertClose(learnt(weighted(CLASSES, BY_BOTH), layer, "cpu", data, ASKED, "scores"), 1e-4, expected("""
                -1.174171 0.1320456 0.0009529307 -0.8708139 -0.0876686 -0.1188761
                0.6826703 -0.957635 -0.8984044 -0.9708693 1.362227 -1.460466
                -0.9740052 -0.8766199 0.8396912 0.3144213 -0.784395 -0.9915496"""));
    }

    /** {@code SVR(C=1.5, epsilon=0.2, gamma="auto", tol=1e-8)} with {@code sample_weight}. */
    @Test
    void regressionWeighsSamplesAsScikitLearn() {
        var data = Datasets.of(TRAIN, numbers()).weighted(WEIGHTS);
        var layer = "svm(kernel: rbf, c: 1.5, epsilon: 0.2, gamma: auto, tolerance: 0.00000001)";
        assertClose(
                learnt(weighted(NUMBER, "sample_weight: \"w\""), layer, "cpu", data, ASKED, "out"),
                1e-4,
                expected("-4.599352 0.3315842 -1.256296 0.5357049 2.147685 -0.4296856"));
    }

    @Test
    void withRandomFeaturesASampleOfTwiceTheCostIsTheSampleTwice() {
        var costs =
                IntStream.range(0, ROWS).mapToDouble(i -> 0.1 + 0.1 * (i % 2)).toArray();
        var twice = IntStream.range(0, 2 * ROWS)
                .filter(i -> i < ROWS || i % 2 == 1)
                .map(i -> i % ROWS)
                .toArray();
        var once = new double[twice.length];
        Arrays.fill(once, 0.1);
        var all = IntStream.range(0, ROWS).toArray();
        assertClose(classified(all, costs), 1e-3, classified(twice, once));
    }

    private static double[] classified(int[] samples, double[] costs) {
        var machines = new FourierMachines(
                i -> IntStream.range(0, FEATURES)
                        .mapToDouble(j -> TRAIN[samples[i]][j])
                        .toArray(),
                costs,
                FourierFeatures.of(1, 20, FEATURES, 0.3),
                1e-9,
                1);
        return machines.classify(Arrays.stream(samples)
                        .mapToDouble(i -> 2 * SECOND[i] - 1)
                        .toArray())
                .weights();
    }

    @Test
    void neighboursAreNotWeighed() {
        var compiled = Updraft.compile(source(CLASSES, "k_nearest_neighbors"));
        var step = StepSettings.PLAIN.withClassWeight(new ClassWeight.Given(List.of(1.0, 3.0, 0.5)));
        try (var model = compiled.with(step).on(Device.cpu())) {
            assertThatThrownBy(() -> model.fit(Datasets.of(TRAIN, KINDS), FitOptions.NONE))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage(
                            "class weights mean nothing to model Classes, to which every class counts as often as it"
                                    + " occurs: leave them out");
        }
    }

    @Test
    void withoutAnyWeightThereIsNothingToLearn() {
        var text = weighted(TWO, "class_weight: [0, 1]");
        try (var model = model(text, "naive_bayes", "cpu")) {
            var data = Datasets.of(inputs(0, 2), new int[] {0, 0});
            assertThatThrownBy(() -> model.fit(data, FitOptions.NONE))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage(
                            "all training samples have a weight of 0, so that `naive_bayes` has nothing to learn from: set"
                                    + " class_weight or sample_weight above 0 for some");
        }
    }
}
