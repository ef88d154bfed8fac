package dev.updraft.training.closed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.Device;
import dev.updraft.Model;
import dev.updraft.Updraft;
import dev.updraft.checkpoints.Checkpoints;
import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.engine.Engine;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingException;
import dev.updraft.training.callbacks.EarlyStopping;
import dev.updraft.weights.WeightsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that learn at once, from data to a prediction. */
class ClosedModelTest {
    @TempDir
    private Path folder;

    /** The raw measures: scikit-learn's figures are of these. */
    private static final String IRIS = """
            model Iris {
                input x: float[4]
                %s
                network { x -> %s -> found }
                %s
                fit { seed: 3 }
            }
            """;

    private Model model(String text, Device device, int threads) throws IOException {
        return Updraft.compile(Files.writeString(folder.resolve("net.model"), text))
                .on(device, new Engine.Options(threads, 3));
    }

    private Model model(String text) throws IOException {
        return model(text, Device.cpu(), 2);
    }

    private static Dataset iris(boolean withTarget) throws IOException {
        var lines = Files.readAllLines(Path.of("..", "examples", "iris", "iris.csv"));
        var inputs = new float[lines.size() - 1][4];
        var classes = new int[inputs.length];
        var names = List.of("setosa", "versicolor", "virginica");
        for (var i = 0; i < inputs.length; i++) {
            var cells = lines.get(i + 1).split(",");
            for (var j = 0; j < 4; j++) {
                inputs[i][j] = Float.parseFloat(cells[j]);
            }
            classes[i] = names.indexOf(cells[4]);
        }
        var data = Datasets.arrays().input("x", inputs);
        return withTarget ? data.classes("species", classes).build() : data.build();
    }

    /** {@code silhouette_score}, {@code adjusted_rand_score} and {@code inertia_} of {@code KMeans(3)}. */
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void clustersAndTheirMetricsAreThoseOfScikitLearn(String engine) throws IOException {
        var text = IRIS.formatted(
                "target species: class[3]", "k_means(clusters: 3)", "metrics silhouette, inertia, adjusted_rand");
        try (var model = model(text, Device.parse(engine), 2)) {
            var history = model.fit(iris(true));
            assertThat(history.epochs()).hasSize(1);
            var evaluation = model.evaluate(iris(true));
            assertThat(evaluation.metric("inertia")).isCloseTo(78.8514396442595, within(1e-4));
            assertThat(evaluation.metric("silhouette")).isCloseTo(0.5528190088699417, within(1e-6));
            assertThat(evaluation.metric("adjusted_rand")).isCloseTo(0.7302382722834697, within(1e-9));
            assertThat(evaluation.loss()).isCloseTo(78.8514396442595 / 150, within(1e-6));
            assertThat(history.epochs().getFirst().loss()).isEqualTo(evaluation.loss());
            var structure = Objects.requireNonNull(
                    Objects.requireNonNull(evaluation.errorAnalysis()).structure());
            assertThat(structure.sizes()).containsExactly(62L, 50L, 38L);
            assertThat(structure.explained().getFirst()).isCloseTo(0.9246187, within(1e-6));
            assertThat(Math.abs(structure.places().getFirst().first())).isCloseTo(2.68413, within(1e-5));
            assertThat(structure.scores()).isNull();
        }
    }

    /** {@code PCA(2).transform} and {@code PCA(2, whiten=True).transform}. */
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void coordinatesAreThoseOfScikitLearn(String engine) throws IOException {
        try (var model = model(IRIS.formatted("", "pca(components: 2)", ""), Device.parse(engine), 1)) {
            model.fit(iris(false));
            var found = model.predict(iris(false));
            assertThat(found.getFirst()).containsExactly(new float[] {-2.68413f, 0.319397f}, within(1e-5f));
            assertThat(found.get(1)).containsExactly(new float[] {-2.71414f, -0.177001f}, within(1e-5f));
            // What two components leave out: the other two variances, with n as divisor.
            assertThat(model.evaluate(iris(false)).loss())
                    .isCloseTo((0.07820950028 + 0.02383509271) * 149 / 150, within(1e-5));
        }
        try (var model = model(IRIS.formatted("", "pca(components: 2, whiten: true)", ""), Device.parse(engine), 1)) {
            model.fit(iris(false));
            assertThat(model.predict(iris(false)).getFirst())
                    .containsExactly(new float[] {-1.30534f, 0.648369f}, within(1e-5f));
        }
    }

    /** {@code predict_proba} of {@code GaussianMixture(3)}, and its {@code score}. */
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void theMixtureIsThatOfScikitLearn(String engine) throws IOException {
        try (var model = model(IRIS.formatted("", "gaussian_mixture(components: 3)", ""), Device.parse(engine), 1)) {
            model.fit(iris(false));
            assertThat(model.evaluate(iris(false)).loss()).isCloseTo(1.2013048942063438, within(1e-3));
            var found = model.predict(iris(false)).get(70).clone();
            Arrays.sort(found);
            assertThat(found).containsExactly(new float[] {0, 0.0597806f, 0.940219f}, within(5e-3f));
        }
    }

    /** 300 of a normal distribution and 20 around it. */
    private static float[][] withOutliers() {
        var samples = new float[320][];
        for (var i = 0; i < 300; i++) {
            var u = (i + 1) * 0.754877666 % 1;
            var v = (i + 1) * 0.569840291 % 1;
            samples[i] = polar(Math.sqrt(-2 * Math.log(1 - 0.999 * u)), v);
        }
        for (var i = 0; i < 20; i++) {
            samples[300 + i] = polar(2 + i % 4 * 0.5, i / 20.0);
        }
        return samples;
    }

    private static float[] polar(double radius, double turns) {
        return new float[] {
            (float) (radius * Math.cos(2 * Math.PI * turns)), (float) (radius * Math.sin(2 * Math.PI * turns))
        };
    }

    private static final String ODD = """
            model Odd {
                input x: float[2]
                network { x -> isolation_forest(%s) -> oddness }
                fit { seed: 3 }
            }
            """;

    /** {@code IsolationForest(100, max_samples=256)}: ROC AUC 0.9491 ± 0.0020 over 20 seeds; scores of two points likewise. */
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void anomaliesAreFoundAsByScikitLearn(String engine) throws IOException {
        try (var model = model(ODD.formatted(""), Device.parse(engine), 2)) {
            model.fit(Datasets.arrays().input("x", withOutliers()).build());
            var scores =
                    model.predict(Datasets.arrays().input("x", withOutliers()).build());
            assertThat(area(scores)).isBetween(AUC - 0.02, AUC + 0.02);
            var two = model.predict(Datasets.arrays()
                    .input("x", new float[][] {{0, 0}, {5, 5}})
                    .build());
            assertThat(two.get(0)[0]).isCloseTo(MIDDLE, within(0.02f));
            assertThat(two.get(1)[0]).isCloseTo(FAR, within(0.02f));
        }
    }

    private static final double AUC = 0.9491;
    private static final float MIDDLE = 0.3966f;
    private static final float FAR = 0.7538f;

    /** Of the last 20 against the others. */
    private static double area(List<float[]> scores) {
        var pairs = 0.0;
        for (var odd : scores.subList(300, 320)) {
            for (var usual : scores.subList(0, 300)) {
                pairs += odd[0] > usual[0] ? 1 : odd[0] == usual[0] ? 0.5 : 0;
            }
        }
        return pairs / (20 * 300);
    }

    @Test
    void aContaminationSaysHowManyAreAnomalies() throws IOException {
        try (var model = model(ODD.formatted("contamination: 0.05"))) {
            var data = Datasets.arrays().input("x", withOutliers()).build();
            model.fit(data);
            var found = model.predict(data);
            assertThat(found.stream().filter(one -> one[1] == 1)).hasSize(16);
            var worst = found.stream()
                    .max(Comparator.comparingDouble(one -> one[0]))
                    .orElseThrow();
            assertThat(worst[1]).isEqualTo(1);
            var scores = Objects.requireNonNull(Objects.requireNonNull(
                            Objects.requireNonNull(model.evaluate(data).errorAnalysis())
                                    .structure())
                    .scores());
            assertThat(scores.oddest()).hasSize(20);
            assertThat(scores.oddest().getFirst().score()).isEqualTo(worst[0]);
            assertThat(scores.counts().stream().mapToLong(count -> count).sum()).isEqualTo(320);
        }
    }

    /** In front of what is trained, and behind one another. */
    @Test
    void learnBeforeTheFirstStep() throws IOException {
        var text = """
                model Net {
                    input x: float[4]
                    target species: class[3]
                    network { x -> normalization -> pca(3, whiten: true) -> k_means(6) -> dense(3) -> logits }
                    loss sparse_categorical_crossentropy(logits, species)
                    optimizer adam(0.05)
                    fit { seed: 3, epochs: 20 }
                }
                """;
        try (var model = model(text)) {
            model.fit(iris(true));
            assertThat(model.evaluate(iris(true)).metric("accuracy")).isGreaterThan(0.85);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "k_means(clusters: 4)",
                "pca(components: 2)",
                "isolation_forest(trees: 20, contamination: 0.1)",
                "gaussian_mixture(components: 2)"
            })
    void areTheSameAfterSavingAndForAnyNumberOfThreads(String layer) throws IOException {
        var file = folder.resolve("weights.safetensors");
        var all = new ArrayList<byte[]>();
        for (var threads : List.of(1, 2, 3, 8)) {
            try (var model = model(IRIS.formatted("", layer, ""), Device.cpu(), threads)) {
                model.fit(iris(false));
                model.save(file);
                all.add(Files.readAllBytes(file));
                assertThat(all.getLast()).isEqualTo(all.getFirst());
                try (var loaded = Updraft.load(file, Device.cpu())) {
                    var expected = model.predict(iris(false));
                    var found = loaded.predict(iris(false));
                    IntStream.range(0, expected.size())
                            .forEach(i -> assertThat(found.get(i)).isEqualTo(expected.get(i)));
                    assertThatThrownBy(() -> loaded.fit(iris(false)))
                            .isInstanceOf(TrainingException.class)
                            .hasMessage(
                                    "model Iris has learnt all it can, at once: compile it again to learn from other data");
                }
            }
        }
    }

    @Test
    void aTableWithCategoriesHasClusters() throws IOException {
        var text = """
                model Segments {
                    input customer {
                        tenure:   number
                        income:   number(optional: true)
                        contract: category
                    }
                    network { customer -> encode -> k_means(clusters: 2) -> segment }
                    metrics silhouette
                    fit { seed: 3 }
                }
                """;
        var random = new Random(4);
        var rows = new ArrayList<Map<String, Object>>();
        for (var i = 0; i < 200; i++) {
            var row = new LinkedHashMap<String, Object>();
            row.put("tenure", (i % 2) * 50 + random.nextDouble());
            if (i % 7 > 0) {
                row.put("income", (i % 2) * 1000 + random.nextDouble());
            }
            row.put("contract", i % 2 == 0 ? "month" : "year");
            rows.add(row);
        }
        try (var model = model(text)) {
            var notices = new ArrayList<String>();
            model.fit(Datasets.of(rows), FitOptions.NONE, event -> {
                if (event instanceof TrainingEvent.Notice(var notice)) {
                    notices.add(notice);
                }
            });
            assertThat(notices).anyMatch(notice -> notice.startsWith("k_means: 2 clusters of 200 samples after "));
            var found = model.predict(Datasets.of(rows));
            for (var i = 2; i < found.size(); i++) {
                var isFirst = found.get(i)[0] < found.get(i)[1];
                assertThat(isFirst).isEqualTo(found.get(i - 2)[0] < found.get(i - 2)[1]);
            }
            assertThat(model.evaluate(Datasets.of(rows)).metric("silhouette")).isGreaterThan(0.6);
        }
    }

    /** So many that they are measured in several parts. */
    @Test
    void manySamplesAreMeasuredOnceEach() throws IOException {
        var random = new Random(1);
        var inputs = new float[20_000][4];
        for (var input : inputs) {
            for (var j = 0; j < input.length; j++) {
                input[j] = (float) random.nextGaussian();
            }
        }
        try (var model = model(IRIS.formatted("", "k_means(clusters: 2, starts: 1)", "metrics inertia"))) {
            var data = Datasets.arrays().input("x", inputs).build();
            var history = model.fit(data);
            assertThat(history.epochs().getFirst().allMetrics().get("inertia"))
                    .isCloseTo(model.evaluate(data).metric("inertia"), within(1e-2));
        }
    }

    /** A resumed run has nothing left to do, and ends with the same weights. */
    @Test
    void aRunGoesOnFromItsCheckpoint() throws IOException {
        var text = IRIS.formatted("", "k_means(clusters: 3)", "metrics inertia");
        var checkpoints = folder.resolve("checkpoints");
        var files = new HashMap<String, byte[]>();
        for (var run : List.of("first", "resumed")) {
            try (var model = model(text)) {
                var saving = FitOptions.NONE.withCheckpoints(
                        run.equals("first") ? Checkpoints.in(checkpoints) : Checkpoints.resume(checkpoints));
                assertThat(model.fit(iris(false), saving).epochs()).hasSize(1);
                model.save(folder.resolve(run));
                files.put(run, Files.readAllBytes(folder.resolve(run)));
            }
        }
        assertThat(files.get("resumed")).isEqualTo(files.get("first"));
    }

    @Test
    void whatMeansNothingIsRefused() throws IOException {
        try (var model = model(IRIS.formatted("", "k_means(clusters: 3)", ""))) {
            assertThatThrownBy(() -> model.fit(iris(false), FitOptions.NONE.withEpochs(3)))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage(
                            "model Iris learns from all samples at once, so that 3 epochs mean nothing: leave them out");
            assertThatThrownBy(() -> model.fit(iris(false), FitOptions.NONE.withCallbacks(new EarlyStopping(3))))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage(
                            "`early_stopping` means nothing to model Iris, which no optimizer trains: leave it out");
            assertThatThrownBy(() -> model.predict(iris(false)))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageStartingWith("model Iris cannot predict yet: ");
        }
    }

    /** Any number of a file may be another: it is refused, or predicts something, and never hangs or reads elsewhere. */
    @Test
    void damagedForestsAreRefusedOrForests() throws IOException {
        var file = folder.resolve("forest.safetensors");
        try (var model = model(ODD.formatted("trees: 5, samples: 32"))) {
            model.fit(Datasets.arrays().input("x", withOutliers()).build());
            model.save(file);
        }
        var bytes = Files.readAllBytes(file);
        var random = new Random(6);
        var values = new float[] {-1, 0, 1, 3, 7.5f, 1e9f, -1e9f, Float.NaN, Float.POSITIVE_INFINITY, 40, 200};
        var start =
                8 + (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        var refused = 0;
        for (var i = 0; i < 300; i++) {
            var damaged = bytes.clone();
            ByteBuffer.wrap(damaged)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(
                            start + 4 * random.nextInt((bytes.length - start) / 4),
                            values[random.nextInt(values.length)]);
            Files.write(file, damaged);
            try (var model = Updraft.load(file, Device.cpu())) {
                assertThat(model.predict(
                                Datasets.arrays().input("x", withOutliers()).build()))
                        .hasSize(320);
            } catch (WeightsException e) {
                assertThat(e).hasMessageContaining("the weights of isolation_forest are no trees: ");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(50);
    }
}
