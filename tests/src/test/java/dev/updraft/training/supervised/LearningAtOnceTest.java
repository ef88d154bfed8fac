package dev.updraft.training.supervised;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.Device;
import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all layers have in common that learn from samples and target at once. */
class LearningAtOnceTest extends SupervisedLayerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "naive_bayes",
                "k_nearest_neighbors(metric: cosine)",
                "svm(kernel: rbf)",
                "svm(kernel: rbf, exact_rows: 10, components: 30)"
            })
    void theSameBytesForAnyNumberOfThreads(String layer) throws IOException {
        var saved = new ArrayList<byte[]>();
        for (var threads : List.of(1, 2, 3, 8)) {
            try (var model = model(CLASSES, layer, Device.cpu(), threads)) {
                model.fit(Datasets.of(TRAIN, KINDS), FitOptions.NONE);
                var file = folder.resolve("threads.safetensors");
                model.save(file);
                saved.add(Files.readAllBytes(file));
            }
        }
        assertThat(saved).allSatisfy(bytes -> assertThat(bytes).isEqualTo(saved.getFirst()));
    }

    @Test
    void whatCannotBeLearntFromIsSaid() {
        assertRefused(
                CLASSES,
                "k_nearest_neighbors(k: 7)",
                Datasets.of(inputs(0, 6), new int[] {0, 1, 2, 0, 1, 2}),
                "k_nearest_neighbors looks for 7 neighbours, and the training data has 6 rows: set k to at most 6");
        assertRefused(
                CLASSES,
                "k_nearest_neighbors(rows: 50)",
                Datasets.of(TRAIN, KINDS),
                "k_nearest_neighbors has room for 50 rows, and the training data has 60: write rows: 60");
        assertRefused(
                TWO,
                "svm(kernel: rbf)",
                Datasets.of(inputs(0, 3), new int[] {1, 1, 1}),
                "a support-vector machine separates classes, and all 3 training rows are of class 1: add rows of another class");
        assertRefused(
                CLASSES.replace("x ->", "log(x) ->"),
                "naive_bayes",
                Datasets.of(inputs(0, 3), new int[] {0, 1, 2}),
                "`naive_bayes` cannot learn from an infinite number, which is at place 0 of what `log(x)` gives of sample 1,"
                        + " counted from 1, of data from arrays: correct or remove that sample");
        assertRefused(
                CLASSES,
                "naive_bayes(kind: multinomial)",
                Datasets.of(inputs(0, 3), new int[] {0, 1, 2}),
                "naive_bayes(kind: multinomial) takes counts, and number 3 of training sample 1 is -2.6147273: write kind:"
                        + " gaussian, or leave out what scales the counts");
    }

    private static void assertRefused(String text, String layer, Dataset data, String message) {
        try (var model = model(text, layer, "cpu")) {
            assertThatThrownBy(() -> model.fit(data, FitOptions.NONE))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage(message);
        }
    }

    /** All features the same, and a class that has no rows. */
    @ParameterizedTest
    @ValueSource(strings = {"naive_bayes", "k_nearest_neighbors(weights: distance)", "svm(kernel: rbf)"})
    void constantFeaturesLeaveTheFrequenciesOfTheClasses(String layer) {
        var same = new float[9][FEATURES];
        var kinds = new int[] {0, 0, 0, 0, 0, 0, 1, 1, 1};
        for (var row : same) {
            Arrays.fill(row, 2.5f);
        }
        var scores = learnt(CLASSES, layer, "cpu", Datasets.of(same, kinds), List.of(same[0]), "scores");
        assertThat(scores[0]).isGreaterThan(scores[1]);
        assertThat(scores[1]).isGreaterThanOrEqualTo(scores[2]);
        assertThat(scores).doesNotContain(Double.NaN, Double.NEGATIVE_INFINITY);
    }

    @Test
    void labelsAreSharesOfTheirOwn() {
        var text = """
                model Labels {
                    input x: float[4]
                    target y: labels["a", "b"]
                    network { x -> %s -> logits }
                    loss binary_crossentropy(logits, y)
                    fit { seed: 3 }
                }
                """;
        var labels = IntStream.range(0, ROWS)
                .mapToObj(i -> new float[] {i % 2, i % 3 == 0 ? 1 : 0})
                .toArray(float[][]::new);
        var data = Datasets.of(TRAIN, labels);
        var asked = List.of(TRAIN[6]);
        assertClose(learnt(text, "k_nearest_neighbors(k: 1)", "cpu", data, asked, "logits"), 1e-3, -16.1181, 16.1181);
        var decisions = learnt(text, "svm(kernel: rbf, c: 100)", "cpu", data, asked, "logits");
        assertThat(decisions[0]).isNegative();
        assertThat(decisions[1]).isPositive();
    }
}
