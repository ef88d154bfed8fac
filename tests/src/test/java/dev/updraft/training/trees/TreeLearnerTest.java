package dev.updraft.training.trees;

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
import dev.updraft.weights.SafetensorsFile;
import dev.updraft.weights.WeightsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of trees, from data to a prediction. */
class TreeLearnerTest {
    @TempDir
    private Path folder;

    private static final int ROWS = 600;

    /** A gap, a set of categories, a threshold and a product say which class it is. */
    private static final String TABLE = """
            model Table {
                input row {
                    a:    number
                    b:    number(optional: true)
                    city: category(most: 12)
                    size: category["S", "M", "L"](ordered: true)
                    day:  date
                }
                target y: class["no", "yes"]
                network { row -> %s -> logit }
                loss binary_crossentropy(logit, y)
                metrics accuracy
                fit { seed: 3, device: cpu }
            }
            """;

    private static Dataset table(int count) {
        return table(count, 5, 0);
    }

    /** @param noise how many of ten rows say the contrary */
    private static Dataset table(int count, long seed, int noise) {
        var random = new Random(seed);
        var rows = new ArrayList<Map<String, Object>>();
        for (var i = 0; i < count; i++) {
            var row = new LinkedHashMap<String, Object>();
            var a = random.nextGaussian();
            var b = random.nextInt(4) == 0 ? Double.NaN : random.nextGaussian();
            var city = random.nextInt(10);
            var size = random.nextInt(3);
            row.put("a", a);
            if (!Double.isNaN(b)) {
                row.put("b", b);
            }
            row.put("city", "c" + city);
            row.put("size", List.of("S", "M", "L").get(size));
            row.put("day", LocalDate.of(2020, 1, 1).plusDays(random.nextInt(700)));
            var yes = city % 3 == 1 ? a > 0 : Double.isNaN(b) || b * a < 0 || size == 2;
            row.put("y", yes == (random.nextInt(10) >= noise) ? "yes" : "no");
            rows.add(row);
        }
        return Datasets.of(rows);
    }

    private Model model(String text, Device device, int threads) throws IOException {
        return Updraft.compile(Files.writeString(folder.resolve("net.model"), text))
                .on(device, new Engine.Options(threads, 3));
    }

    private Model model(String text) throws IOException {
        return model(text, Device.cpu(), 2);
    }

    private static String numbers(String target, String loss, String trees) {
        return """
                model Net {
                    input x: float[2]
                    target y: %s
                    network { x -> %s -> out }
                    loss %s
                    fit { seed: 3 }
                }
                """.formatted(target, trees, loss);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "boosted_trees(trees: 60)",
                "boosted_trees(trees: 60, max_depth: 3, subsample: 0.7, colsample: 0.8)",
                "random_forest(trees: 60)",
                "extra_trees(trees: 60)",
                "decision_tree(max_leaves: 64)"
            })
    void learnATableAsItComes(String trees) throws IOException {
        try (var model = model(TABLE.formatted(trees))) {
            model.fit(table(ROWS));
            assertThat(model.evaluate(table(ROWS)).metric("accuracy")).isGreaterThan(0.93);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"boosted_trees(trees: 8, subsample: 0.8)", "random_forest(trees: 8)"})
    void areTheSameBytesForAnyNumberOfThreads(String trees) throws IOException {
        var all = new ArrayList<byte[]>();
        for (var threads : List.of(1, 2, 3, 8)) {
            try (var model = model(TABLE.formatted(trees), Device.cpu(), threads)) {
                model.fit(table(ROWS));
                model.save(folder.resolve("trees.safetensors"));
            }
            all.add(Files.readAllBytes(folder.resolve("trees.safetensors")));
            assertThat(all.getLast()).isEqualTo(all.getFirst());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void predictTheSameAfterSavingOnEveryEngine(String engine) throws IOException {
        var rows = table(100);
        try (var model = model(TABLE.formatted("boosted_trees(trees: 20)"))) {
            model.fit(table(ROWS));
            model.save(folder.resolve("trees.safetensors"));
            var expected = model.predict(rows);
            try (var loaded = Updraft.load(folder.resolve("trees.safetensors"), Device.parse(engine))) {
                var found = loaded.predict(rows);
                for (var i = 0; i < expected.size(); i++) {
                    if (engine.equals("cpu")) {
                        assertThat(found.get(i)).isEqualTo(expected.get(i));
                    } else {
                        assertThat(found.get(i)[0]).isCloseTo(expected.get(i)[0], within(1e-6f));
                    }
                }
            }
        }
    }

    /** The loss that training reports of its last epoch is that of the model that it leaves. */
    @ParameterizedTest
    @ValueSource(strings = {"boosted_trees(trees: 5)", "random_forest(trees: 5, bootstrap: false)"})
    void reportWhatTheModelThenIs(String trees) throws IOException {
        try (var model = model(TABLE.formatted(trees))) {
            var history = model.fit(table(ROWS), FitOptions.NONE.withValidation(table(100)));
            assertThat(history.epochs()).hasSize(5);
            var last = history.epochs().getLast();
            assertThat(last.loss()).isCloseTo(model.evaluate(table(ROWS)).loss(), within(1e-6));
            assertThat(last.validationLoss())
                    .isCloseTo(model.evaluate(table(100)).loss(), within(1e-6));
        }
    }

    @Test
    void aStoppedRunEndsAsOneThatNeverWas() throws IOException {
        var text = TABLE.formatted("boosted_trees(trees: 9, subsample: 0.8)");
        var checkpoints = folder.resolve("checkpoints");
        try (var model = model(text)) {
            var saving = FitOptions.NONE
                    .withCheckpoints(Checkpoints.in(checkpoints).every(Duration.ZERO))
                    .withValidation(table(100));
            assertThatThrownBy(() -> model.fit(table(ROWS), saving, event -> {
                        if (event instanceof TrainingEvent.EpochStarted started && started.epoch() == 5) {
                            Thread.currentThread().interrupt();
                        }
                    }))
                    .isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        byte[] resumed;
        try (var model = model(text, Device.cpu(), 3)) {
            var history = model.fit(
                    table(ROWS),
                    FitOptions.NONE
                            .withCheckpoints(Checkpoints.resume(checkpoints))
                            .withValidation(table(100)));
            assertThat(history.epochs()).hasSize(9);
            model.save(folder.resolve("resumed.safetensors"));
            resumed = Files.readAllBytes(folder.resolve("resumed.safetensors"));
        }
        try (var model = model(text)) {
            model.fit(table(ROWS), FitOptions.NONE.withValidation(table(100)));
            model.save(folder.resolve("whole.safetensors"));
            assertThat(resumed).isEqualTo(Files.readAllBytes(folder.resolve("whole.safetensors")));
        }
    }

    @Test
    void earlyStoppingGoesBackToTheBestTree() throws IOException {
        var text = TABLE.formatted("boosted_trees(trees: 200, learning_rate: 0.5)")
                .replace("seed: 3", "seed: 3, callbacks: [early_stopping(patience: 4)]");
        try (var model = model(text)) {
            var validation = table(80, 6, 2);
            var history = model.fit(table(200, 5, 2), FitOptions.NONE.withValidation(validation));
            assertThat(history.epochs().size()).isLessThan(200);
            var best = history.epochs().stream()
                    .mapToDouble(epoch -> epoch.validationLoss())
                    .min()
                    .orElseThrow();
            assertThat(model.evaluate(validation).loss()).isCloseTo(best, within(1e-6));
            model.save(folder.resolve("trees.safetensors"));
            try (var file = SafetensorsFile.open(folder.resolve("trees.safetensors"))) {
                var roots = file.tensors().stream()
                        .filter(tensor -> tensor.name().equals("boosted_trees/roots"))
                        .findFirst()
                        .orElseThrow();
                assertThat(roots.dims()).containsExactly(history.epochs().size() - 4L);
            }
        }
    }

    @Test
    void earlyStoppingNeedsValidationData() throws IOException {
        var text = TABLE.formatted("boosted_trees(trees: 20)")
                .replace("seed: 3", "seed: 3, callbacks: [early_stopping(patience: 4)]");
        try (var model = model(text)) {
            assertThatThrownBy(() -> model.fit(table(60)))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage(
                            "early_stopping needs validation data, as the loss of what trees have seen only falls: add"
                                    + " validation_split: 0.2 to the fit block, or remove early_stopping");
        }
    }

    /** The best constant of an absolute error is the median, of a quantile loss that quantile. */
    @Test
    void aLossWithoutCurvatureFindsItsLeavesItself() throws IOException {
        var x = IntStream.range(0, 41)
                .mapToObj(i -> new float[] {i < 21 ? 0 : 1, 0})
                .toArray(float[][]::new);
        var y = new float[41];
        for (var i = 0; i < y.length; i++) {
            y[i] = i < 21 ? i * i : 1000 + 10 * i;
        }
        var trees = "boosted_trees(trees: 1, learning_rate: 1, max_leaves: 2, min_samples_leaf: 1)";
        try (var model = model(numbers("number", "mae(out, y)", trees))) {
            model.fit(Datasets.of(x, y));
            assertThat(model.predict(new float[] {0, 0})[0]).isCloseTo(100, within(0.1f));
            assertThat(model.predict(new float[] {1, 0})[0]).isBetween(1299.9f, 1310.1f);
        }
        try (var model = model(numbers("number", "quantile(out, y, quantile: 0.9)", trees))) {
            model.fit(Datasets.of(x, y));
            assertThat(model.predict(new float[] {0, 0})[0]).isCloseTo(18 * 18, within(0.1f));
        }
    }

    @Test
    void aTreeOfOneLeafGivesTheMeanAndTheSharesOfClasses() throws IOException {
        var x = new float[][] {{0, 0}, {0, 0}, {0, 0}, {0, 0}};
        try (var model = model(numbers("number", "mse(out, y)", "decision_tree"))) {
            model.fit(Datasets.of(x, new float[] {1, 2, 3, 10}));
            assertThat(model.predict(x[0])[0]).isCloseTo(4, within(1e-4f));
        }
        try (var model = model(
                numbers("class[\"a\", \"b\", \"c\"]", "sparse_categorical_crossentropy(out, y)", "random_forest"))) {
            model.fit(Datasets.of(x, new String[] {"a", "a", "a", "c"}), FitOptions.NONE.withEpochs(40));
            var shares = model.predict(x[0]);
            assertThat(shares[0]).isCloseTo(0.75f, within(0.12f));
            assertThat(shares[1]).isCloseTo(0, within(1e-6f));
        }
        try (var model = model(numbers("class[2]", "binary_crossentropy(out, y)", "boosted_trees"))) {
            model.fit(Datasets.of(x, new int[] {0, 0, 0, 1}));
            assertThat(model.predict(x[0])[0]).isCloseTo(0.25f, within(1e-4f));
        }
    }

    @Test
    void severalOutputsHaveTreesOfTheirOwn() throws IOException {
        var random = new Random(2);
        var x = new float[400][2];
        var y = new float[400][3];
        for (var i = 0; i < x.length; i++) {
            x[i] = new float[] {random.nextFloat(), random.nextFloat()};
            y[i] = new float[] {x[i][0] > 0.5 ? 1 : 0, x[i][1] > 0.3 ? -2 : 2, x[i][0] + x[i][1]};
        }
        for (var trees : List.of("boosted_trees", "random_forest(bootstrap: false)")) {
            try (var model = model(numbers("float[3]", "mse(out, y)", trees))) {
                model.fit(Datasets.of(x, y));
                for (var i = 0; i < 20; i++) {
                    assertThat(model.predict(x[i]))
                            .usingComparatorWithPrecision(0.2f)
                            .containsExactly(y[i]);
                }
            }
        }
    }

    @Test
    void samplesWithoutWeightDoNotCount() throws IOException {
        var x = new float[][] {{0, 0}, {1, 0}, {0, 0}, {1, 0}};
        var data = Datasets.of(x, new float[] {1, 5, 100, 100}).weighted(new float[] {1, 1, 0, 0});
        for (var trees : List.of(
                "boosted_trees(trees: 400, lambda: 0, min_samples_leaf: 1, min_child_weight: 0)",
                "decision_tree(min_samples_leaf: 1)")) {
            try (var model = model(numbers("number(transform: none)", "mse(out, y)", trees))) {
                model.fit(data);
                assertThat(model.predict(x[0])[0]).isCloseTo(1, within(0.02f));
                assertThat(model.predict(x[1])[0]).isCloseTo(5, within(0.02f));
            }
        }
    }

    @Test
    void aConstraintHolds() throws IOException {
        var random = new Random(4);
        var x = new float[300][2];
        var y = new float[300];
        for (var i = 0; i < x.length; i++) {
            x[i] = new float[] {random.nextFloat(), random.nextFloat()};
            y[i] = (float) (Math.sin(8 * x[i][0]) + 3 * x[i][0] + random.nextGaussian());
        }
        var text = """
                model Net {
                    input row { a, b: number }
                    target y: number
                    network { row -> boosted_trees(increasing: a) -> out }
                    loss mse(out, y)
                }
                """;
        try (var model = model(text)) {
            model.fit(Datasets.of(Map.of(
                    "a", IntStream.range(0, 300).mapToObj(i -> x[i][0]).toList(),
                    "b", IntStream.range(0, 300).mapToObj(i -> x[i][1]).toList(),
                    "y", IntStream.range(0, 300).mapToObj(i -> y[i]).toList())));
            var before = Float.NEGATIVE_INFINITY;
            for (var a = 0f; a <= 1; a += 0.01f) {
                var found = model.predict(Map.of("a", a, "b", 0.4f))[0];
                assertThat(found).isGreaterThanOrEqualTo(before);
                before = found;
            }
        }
    }

    /** Each row of a window has its features; a column is one, whatever the row. */
    @Test
    void takeWindowsOfSeries() throws IOException {
        var text = """
                model Next {
                    input rows: window(past: 3, ahead: 1) { a: number, b: number(optional: true) }
                    target a: number
                    network { rows -> boosted_trees(trees: 40) -> y }
                    loss mse(y, a)
                    fit { seed: 3, device: cpu, test_split: last(0.2) }
                }
                """.replace(", b:", "\n b:");
        var random = new Random(7);
        var rows = new ArrayList<Map<String, Object>>();
        for (var i = 0; i < 400; i++) {
            rows.add(Map.of("a", i < 3 ? 1.0 : Math.sin(i * 0.7) + random.nextFloat() * 0.01, "b", random.nextFloat()));
        }
        var data = Datasets.of(rows);
        try (var model = model(text)) {
            model.fit(data);
            assertThat(model.evaluate(data).loss()).isLessThan(0.02);
            var trees = Objects.requireNonNull(model.trees());
            assertThat(trees.importance().getFirst().column()).isEqualTo("a");
            assertThatThrownBy(() -> trees.permutationImportance(data, "loss", 1, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("columns of windows are not shuffled");
        }
    }

    @Test
    void whatTreesHaveNoUseForIsRefused() throws IOException {
        try (var model = model(TABLE.formatted("boosted_trees(trees: 3)"))) {
            var data = table(60);
            assertThatThrownBy(() -> model.fit(data, FitOptions.NONE.withEpochs(4)))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage(
                            "an epoch grows a tree, and model Table has 3 at most: 4 epochs are more; set trees: 4");
            assertThatThrownBy(() -> model.fit(data, FitOptions.NONE.withBatchSize(32)))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage(
                            "a batch size of 32 means nothing to trees, each of which sees all samples: leave it out");
            assertThatThrownBy(() -> model.trainOnBatch(data))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage("trainOnBatch is not for trees, each of which sees the whole data: call fit");
            model.fit(data, FitOptions.NONE.withEpochs(2));
            assertThat(model.fit(data).epochs()).hasSize(1);
            assertThatThrownBy(() -> model.fit(data))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage("model Table has all its 3 trees: set more, as in trees: 6, or train a new model");
        }
    }

    /** Any number of a file may be another: it is refused, or predicts something, and never hangs or reads elsewhere. */
    @Test
    void damagedTreesAreRefusedOrTrees() throws IOException {
        var file = folder.resolve("trees.safetensors");
        try (var model = model(TABLE.formatted("boosted_trees(trees: 6)"))) {
            model.fit(table(ROWS));
            model.save(file);
        }
        var bytes = Files.readAllBytes(file);
        var random = new Random(6);
        var values = new float[] {-1, 0, 1, 3, 7.5f, 1e9f, -1e9f, Float.NaN, Float.POSITIVE_INFINITY, 40, 200};
        var refused = 0;
        for (var i = 0; i < 300; i++) {
            var damaged = bytes.clone();
            var start = 8
                    + (int) ByteBuffer.wrap(bytes)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong();
            var place = start + 4 * random.nextInt((bytes.length - start) / 4);
            ByteBuffer.wrap(damaged)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(place, values[random.nextInt(values.length)]);
            Files.write(file, damaged);
            try (var model = Updraft.load(file, Device.cpu())) {
                assertThat(model.predict(table(5))).hasSize(5);
            } catch (WeightsException e) {
                assertThat(e).hasMessageContaining("the weights of boosted_trees are no trees: ");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(50);
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).contains("boosted_trees/nodes");
    }
}
