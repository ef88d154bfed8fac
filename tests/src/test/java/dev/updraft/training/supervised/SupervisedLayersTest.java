package dev.updraft.training.supervised;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.Device;
import dev.updraft.Model;
import dev.updraft.Updraft;
import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.engine.Engine;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingException;
import dev.updraft.weights.SafetensorsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers that learn from samples and target at once. Figures are those of scikit-learn 1.9.1 on the samples of {@link #sample}. */
class SupervisedLayersTest {
    @TempDir
    private static Path folder;

    private static final int ROWS = 60;
    private static final int FEATURES = 4;

    private static final String CLASSES = """
            model Classes {
                input x: float[4]
                target y: class["a", "b", "c"]
                network { x -> %s -> scores }
                loss sparse_categorical_crossentropy(scores, y)
                metrics accuracy
                fit { seed: 3 }
            }
            """;
    private static final String TWO = """
            model Two {
                input x: float[4]
                target y: class["no", "yes"]
                network { x -> %s -> logit }
                loss binary_crossentropy(logit, y)
                metrics accuracy
                fit { seed: 3 }
            }
            """;
    private static final String NUMBER = """
            model Number {
                input x: float[4]
                target y: float[1]
                network { x -> %s -> out }
                loss mse(out, y)
                fit { seed: 3 }
            }
            """;

    private static float[] sample(int i) {
        var values = new float[FEATURES];
        for (var j = 0; j < FEATURES; j++) {
            values[j] = (float) (Math.sin(1.3 * i + 2.1 * j + 0.7 * i * j) * (j + 1) + 0.8 * (i % 3) * (j % 2));
        }
        return values;
    }

    private static float[][] inputs(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(SupervisedLayersTest::sample)
                .toArray(float[][]::new);
    }

    private static final float[][] TRAIN = inputs(0, ROWS);
    private static final List<float[]> ASKED = List.of(inputs(100, 6));
    private static final int[] KINDS = IntStream.range(0, ROWS).map(i -> i % 3).toArray();
    private static final int[] SECOND = IntStream.range(0, ROWS).map(i -> i % 3 == 1 ? 1 : 0).toArray();

    private static float[][] numbers() {
        return Arrays.stream(TRAIN).map(x -> new float[] {x[0] * x[1] + x[2]}).toArray(float[][]::new);
    }

    private static float[][] counts(float[][] of) {
        return Arrays.stream(of)
                .map(x -> {
                    var counts = new float[FEATURES];
                    for (var j = 0; j < FEATURES; j++) {
                        counts[j] = (float) Math.floor(Math.abs((double) x[j]) * 3);
                    }
                    return counts;
                })
                .toArray(float[][]::new);
    }

    private static Model model(String text, String layer, String device) {
        return model(text, layer, Device.parse(device), 2);
    }

    private static Model model(String text, String layer, Device device, int threads) {
        try {
            var file = Files.writeString(folder.resolve("net.model"), text.formatted(layer));
            return Updraft.compile(file).on(device, new Engine.Options(threads, 3));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double[] flat(List<float[]> rows) {
        return rows.stream()
                .flatMapToDouble(row -> IntStream.range(0, row.length).mapToDouble(i -> row[i]))
                .toArray();
    }

    private static double[] learnt(String text, String layer, String device, Dataset data, List<float[]> asked, String value) {
        try (var model = model(text, layer, device)) {
            model.fit(data, FitOptions.NONE);
            return flat(model.predict(asked, value));
        }
    }

    private static void assertClose(double[] found, double within, double... expected) {
        assertThat(found).usingComparatorWithPrecision(within).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void gaussianBayesIsThatOfScikitLearn(String device) {
        assertClose(
                learnt(CLASSES, "naive_bayes", device, Datasets.of(TRAIN, KINDS), ASKED, "scores"),
                1e-4,
                -2.406716, -1.126192, -0.5350784, -1.382933, -0.8451759, -1.140446, -0.498013,
                -1.56382, -1.698663, -1.513326, -0.8745931, -1.013926, -2.794589, -1.070486,
                -0.5174841, -0.1292773, -2.484001, -3.273836);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void bernoulliBayesIsThatOfScikitLearn(String device) {
        assertClose(
                learnt(CLASSES, "naive_bayes(kind: bernoulli)", device, Datasets.of(TRAIN, KINDS), ASKED, "scores"),
                1e-5,
                -1.398997, -1.095811, -0.8701533, -1.12969, -1.011907, -1.160462, -0.9834395,
                -1.07775, -1.253103, -1.320786, -1.020681, -0.9869142, -1.463711, -0.9782034,
                -0.9348671, -0.5113936, -1.520394, -1.705316);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void multinomialBayesIsThatOfScikitLearn(String device) {
        var asked = List.of(counts(ASKED.toArray(float[][]::new)));
        assertClose(
                learnt(
                        CLASSES,
                        "naive_bayes(kind: multinomial)",
                        device,
                        Datasets.of(counts(TRAIN), KINDS),
                        asked,
                        "scores"),
                1e-5,
                -1.402303, -1.085279, -0.8766787, -1.424068, -1.116364, -0.839795, -1.828429,
                -1.070205, -0.7003811, -1.5539, -1.086659, -0.7957641, -1.618591, -1.020037,
                -0.8181649, -1.009873, -1.077349, -1.219974);
    }

    private static final String CATEGORIES = """
            model Categories {
                input row {
                    a: category
                    b: category
                    c: category
                    %s
                }
                target y: class["a", "b", "c"]
                network { row -> naive_bayes -> scores }
                loss sparse_categorical_crossentropy(scores, y)
                fit { seed: 3 }
            }
            """;

    private static Map<String, Object> categories(float[] x, int kind) {
        var row = new LinkedHashMap<String, Object>();
        for (var j = 0; j < 3; j++) {
            row.put("abc".substring(j, j + 1), "v" + (int) (Math.abs((double) x[j]) * 1.5) % 3);
        }
        row.put("y", "abc".substring(kind, kind + 1));
        return row;
    }

    private static Dataset rows() {
        return Datasets.of(
                IntStream.range(0, ROWS).mapToObj(i -> categories(TRAIN[i], KINDS[i])).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void bayesOfCategoriesIsThatOfScikitLearn(String device) {
        try (var model = model(CATEGORIES, "", device)) {
            model.fit(rows(), FitOptions.NONE);
            var asked = Datasets.of(ASKED.stream().map(x -> categories(x, 0)).toList());
            assertClose(
                    flat(model.predict(asked, "scores")),
                    1e-5,
                    -1.653455, -0.8649974, -0.9478851, -0.4924765, -1.974081, -1.386294, -0.5947071,
                -1.981001, -1.170071, -1.497998, -0.8048512, -1.110882, -1.653455, -0.8649974,
                -0.9478851, -0.4924765, -1.974081, -1.386294);
        }
    }

    /** What remains is the prior: a third each. */
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void aGapAndAValueThatTrainingHasNotSeenAreLeftOutOfTheProduct(String device) {
        try (var model = model(CATEGORIES, "d: number(optional: true)", device)) {
            var rows = new ArrayList<Map<String, Object>>();
            for (var i = 0; i < ROWS; i++) {
                var row = categories(TRAIN[i], KINDS[i]);
                if (i % 2 == 0) {
                    row.put("d", TRAIN[i][3]);
                }
                rows.add(row);
            }
            model.fit(Datasets.of(rows), FitOptions.NONE);
            var asked = new LinkedHashMap<String, Object>();
            asked.put("b", "never");
            asked.put("y", "a");
            var scores = model.predict(Datasets.of(List.of(rows.getFirst(), asked)), "scores");
            assertClose(flat(scores.subList(1, 2)), 1e-6, third(), third(), third());
        }
    }

    private static double third() {
        return Math.log(1 / 3.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void neighboursAreThoseOfScikitLearn(String device) {
        assertShares(
                device,
                "metric: euclidean, weights: uniform",
                0, 0.6, 0.4, 0.2, 0.4, 0.4, 0.6, 0.4, 0, 0.2, 0.6, 0.2, 0.2, 0.2, 0.6, 0.6, 0.2, 0.2);
        assertShares(
                device,
                "metric: euclidean, weights: distance",
                0, 0.6135968, 0.3864032, 0.1369485, 0.4904989, 0.3725526, 0.7331854, 0.2668146, 0,
                0.1521147, 0.6823635, 0.1655217, 0.1457325, 0.1886359, 0.6656316, 0.8608808,
                0.07882422, 0.06029498);
        assertShares(
                device,
                "metric: manhattan, weights: uniform",
                0, 0.6, 0.4, 0.2, 0.4, 0.4, 0.6, 0.4, 0, 0.2, 0.6, 0.2, 0.2, 0.4, 0.4, 0.6, 0.2, 0.2);
        assertShares(
                device,
                "metric: manhattan, weights: distance",
                0, 0.5800392, 0.4199608, 0.1500664, 0.4917829, 0.3581508, 0.7306484, 0.2693516, 0,
                0.1634496, 0.6693334, 0.167217, 0.1410098, 0.3480939, 0.5108963, 0.8690138,
                0.07454277, 0.0564434);
        assertShares(
                device,
                "metric: cosine, weights: uniform",
                0, 0.6, 0.4, 0.2, 0.4, 0.4, 0.6, 0.2, 0.2, 0.2, 0.6, 0.2, 0.4, 0.2, 0.4, 0.8, 0.2, 0);
        assertShares(
                device,
                "metric: cosine, weights: distance",
                0, 0.8803288, 0.1196712, 0.106837, 0.5106462, 0.3825168, 0.9023328, 0.04420819,
                0.05345904, 0.03387561, 0.9245483, 0.04157612, 0.1787373, 0.173762, 0.6475007,
                0.9992605, 0.0007394725, 0);
    }

    private static void assertShares(String device, String settings, double... shares) {
        var expected = Arrays.stream(shares).map(share -> Math.log(Math.max(share, 1e-7))).toArray();
        var data = Datasets.of(TRAIN, KINDS);
        assertClose(
                learnt(CLASSES, "k_nearest_neighbors(" + settings + ")", device, data, ASKED, "scores"), 1e-4, expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void neighboursOfNumbersAreThoseOfScikitLearn(String device) {
        var data = Datasets.of(TRAIN, numbers());
        assertClose(
                learnt(NUMBER, "k_nearest_neighbors(weights: distance)", device, data, ASKED, "out"),
                1e-5,
                -4.80037, 0.7935623, -1.106963, 0.1041507, 2.462959, -1.313465);
    }

    /** {@code SVC(tol=1e-8)} has 47 support vectors. */
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void aMachineOfTwoClassesIsThatOfScikitLearn(String device) {
        try (var model = model(TWO, "kernel_svm(tolerance: 0.00000001)", device)) {
            model.fit(Datasets.of(TRAIN, SECOND), FitOptions.NONE);
            assertClose(
                    flat(model.predict(ASKED, "logit")),
                    1e-4,
                    -0.8718969, -0.888363, -0.9690612, -0.5620285, -1.12865, -1.058591);
            assertThat(storedRows(model, "kernel_svm/vectors")).isEqualTo(47);
        }
    }

    private static long storedRows(Model model, String weight) {
        var file = folder.resolve("saved.safetensors");
        model.save(file);
        try (var weights = SafetensorsFile.open(file)) {
            return weights.tensors().stream()
                    .filter(entry -> entry.name().equals(weight))
                    .findFirst()
                    .orElseThrow()
                    .dims()
                    .getFirst();
        }
    }

    /** {@code OneVsRestClassifier(SVC(C=2, gamma=0.3, tol=1e-8))}. */
    @ParameterizedTest
    @CsvSource({"cpu", "reference"})
    void machinesOfSeveralClassesAreThoseOfScikitLearn(String device) {
        var layer = "kernel_svm(c: 2, gamma: 0.3, tolerance: 0.00000001)";
        assertClose(
                learnt(CLASSES, layer, device, Datasets.of(TRAIN, KINDS), ASKED, "scores"),
                1e-4,
                -1.086511, 0.2824076, -0.5956976, -0.897304, 0.204892, -0.6647537, 0.7777548,
                -0.8501354, -0.9423411, -1.024718, 0.9940815, -1.249675, -0.9600164, -0.955098,
                0.9128063, 1.013113, -1.025396, -0.9850285);
    }

    /** {@code SVR(C=1.5, epsilon=0.2, gamma="auto", tol=1e-8)}. */
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void regressionByAMachineIsThatOfScikitLearn(String device) {
        var layer = "kernel_svm(c: 1.5, epsilon: 0.2, gamma: auto, tolerance: 0.00000001)";
        assertClose(
                learnt(NUMBER, layer, device, Datasets.of(TRAIN, numbers()), ASKED, "out"),
                1e-4,
                -3.66264, 0.4161348, -1.306085, 0.4521145, 1.70863, -0.9565683);
    }

    @Test
    void theSavedFileHoldsTheRowsThatThereAreAndPredictsTheSame() {
        try (var model = model(CLASSES, "k_nearest_neighbors", "cpu")) {
            model.fit(Datasets.of(TRAIN, KINDS), FitOptions.NONE);
            assertThat(storedRows(model, "k_nearest_neighbors/rows")).isEqualTo(ROWS);
            try (var loaded = model(CLASSES, "k_nearest_neighbors(rows: 70)", "cpu")) {
                loaded.load(folder.resolve("saved.safetensors"));
                assertThat(flat(loaded.predict(ASKED))).isEqualTo(flat(model.predict(ASKED)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"naive_bayes", "k_nearest_neighbors(metric: cosine)", "kernel_svm", "kernel_svm(exact_rows: 10, components: 30)"})
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

    /** Random features are about the kernel: the decisions are about those of the exact machine. */
    @Test
    void moreRowsThanAreSolvedExactlyAreApproximated() {
        var exact = learnt(TWO, "kernel_svm(c: 0.5)", "cpu", Datasets.of(TRAIN, SECOND), ASKED, "logit");
        var layer = "kernel_svm(c: 0.5, exact_rows: 10, components: 4000)";
        assertClose(learnt(TWO, layer, "cpu", Datasets.of(TRAIN, SECOND), ASKED, "logit"), 0.15, exact);
        var numbers = Datasets.of(TRAIN, numbers());
        var ofNumbers = learnt(NUMBER, "kernel_svm(c: 0.5)", "cpu", numbers, ASKED, "out");
        assertClose(learnt(NUMBER, layer, "cpu", numbers, ASKED, "out"), 0.15, ofNumbers);
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
                "kernel_svm",
                Datasets.of(inputs(0, 3), new int[] {1, 1, 1}),
                "a support-vector machine separates classes, and all 3 training rows are of class 1: add rows of another class");
        assertRefused(
                CLASSES.replace("x ->", "log(x) ->"),
                "naive_bayes",
                Datasets.of(inputs(0, 3), new int[] {0, 1, 2}),
                "`naive_bayes` cannot learn from NaN, which is at place 2 of what `log(x)` gives of sample 1, counted from 1, of"
                        + " arrays: correct or remove that sample");
        assertRefused(
                CLASSES,
                "naive_bayes(kind: multinomial)",
                Datasets.of(inputs(0, 3), new int[] {0, 1, 2}),
                "naive_bayes(kind: multinomial) takes counts, and number 3 of training sample 1 is -2.6147578: write kind:"
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
    @ValueSource(strings = {"naive_bayes", "k_nearest_neighbors(weights: distance)", "kernel_svm"})
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
    void ofRowsThatAreEquallyFarTheFirstCount() {
        var data = Datasets.of(new float[][] {{0, 0, 0, 0}, {1, 0, 0, 0}, {1, 0, 0, 0}, {9, 9, 9, 9}}, new int[] {1, 0, 2, 2});
        var asked = List.of(new float[] {1, 0, 0, 0});
        assertClose(
                learnt(CLASSES, "k_nearest_neighbors(k: 1)", "cpu", data, asked, "scores"),
                1e-6,
                0,
                Math.log(1e-7),
                Math.log(1e-7));
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
        var decisions = learnt(text, "kernel_svm(c: 100)", "cpu", data, asked, "logits");
        assertThat(decisions[0]).isNegative();
        assertThat(decisions[1]).isPositive();
    }
}
