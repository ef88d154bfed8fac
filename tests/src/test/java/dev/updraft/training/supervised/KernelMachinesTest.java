package dev.updraft.training.supervised;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.data.Datasets;
import dev.updraft.training.FitOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Support-vector machines with a radial kernel. */
class KernelMachinesTest extends SupervisedLayerTest {
    /** {@code SVC(tol=1e-8)} has 47 support vectors. */
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void aMachineOfTwoClassesIsThatOfScikitLearn(String device) {
        try (var model = model(TWO, "svm(kernel: rbf, tolerance: 0.00000001)", device)) {
            model.fit(Datasets.of(TRAIN, SECOND), FitOptions.NONE);
            assertClose(flat(model.predict(ASKED, "logit")), 1e-4, expected("""
                            -0.8718969 -0.888363 -0.9690612 -0.5620285 -1.12865 -1.058591"""));
            assertThat(storedRows(model, "svm/vectors")).isEqualTo(47);
        }
    }

    /** {@code OneVsRestClassifier(SVC(C=2, gamma=0.3, tol=1e-8))}. */
    @ParameterizedTest
    @CsvSource({"cpu", "reference"})
    void machinesOfSeveralClassesAreThoseOfScikitLearn(String device) {
        var layer = "svm(kernel: rbf, c: 2, gamma: 0.3, tolerance: 0.00000001)";
        assertClose(learnt(CLASSES, layer, device, Datasets.of(TRAIN, KINDS), ASKED, "scores"), 1e-4, expected("""
                        -1.086511 0.2824076 -0.5956976 -0.897304 0.204892 -0.6647537
                        0.7777548 -0.8501354 -0.9423411 -1.024718 0.9940815 -1.249675
                        -0.9600164 -0.955098 0.9128063 1.013113 -1.025396 -0.9850285"""));
    }

    /** {@code SVR(C=1.5, epsilon=0.2, gamma="auto", tol=1e-8)}. */
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void regressionByAMachineIsThatOfScikitLearn(String device) {
        var layer = "svm(kernel: rbf, c: 1.5, epsilon: 0.2, gamma: auto, tolerance: 0.00000001)";
        assertClose(learnt(NUMBER, layer, device, Datasets.of(TRAIN, numbers()), ASKED, "out"), 1e-4, expected("""
                        -3.66264 0.4161348 -1.306085 0.4521145 1.70863 -0.9565683"""));
    }

    /** Random features are about the kernel: the decisions are about those of the exact machine. */
    @Test
    void moreRowsThanAreSolvedExactlyAreApproximated() {
        var exact = learnt(TWO, "svm(kernel: rbf, c: 0.5)", "cpu", Datasets.of(TRAIN, SECOND), ASKED, "logit");
        var layer = "svm(kernel: rbf, c: 0.5, exact_rows: 10, components: 4000)";
        assertClose(learnt(TWO, layer, "cpu", Datasets.of(TRAIN, SECOND), ASKED, "logit"), 0.15, exact);
        var numbers = Datasets.of(TRAIN, numbers());
        var ofNumbers = learnt(NUMBER, "svm(kernel: rbf, c: 0.5)", "cpu", numbers, ASKED, "out");
        assertClose(learnt(NUMBER, layer, "cpu", numbers, ASKED, "out"), 0.15, ofNumbers);
    }
}
