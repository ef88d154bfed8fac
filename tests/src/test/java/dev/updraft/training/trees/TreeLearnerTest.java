package dev.updraft.training.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.Device;
import dev.updraft.Model;
import dev.updraft.Updraft;
import dev.updraft.data.Datasets;
import dev.updraft.engine.Engine;
import dev.updraft.training.FitOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of trees, from data to a prediction. */
class TreeLearnerTest {
    @TempDir
    private Path folder;

    private Model model(String text, Device device, int threads) throws IOException {
        return Updraft.compile(Files.writeString(folder.resolve("net.model"), text))
                .on(device, new Engine.Options(threads, 3));
    }

    private Model model(String text) throws IOException {
        return model(text, Device.cpu(), 2);
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
        try (var model = model(TreeModels.TABLE.formatted(trees))) {
            model.fit(TreeModels.table(TreeModels.ROWS));
            assertThat(model.evaluate(TreeModels.table(TreeModels.ROWS)).metric("accuracy")).isGreaterThan(0.93);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"boosted_trees(trees: 8, subsample: 0.8)", "random_forest(trees: 8)"})
    void areTheSameBytesForAnyNumberOfThreads(String trees) throws IOException {
        var all = new ArrayList<byte[]>();
        for (var threads : List.of(1, 2, 3, 8)) {
            try (var model = model(TreeModels.TABLE.formatted(trees), Device.cpu(), threads)) {
                model.fit(TreeModels.table(TreeModels.ROWS));
                model.save(folder.resolve("trees.safetensors"));
            }
            all.add(Files.readAllBytes(folder.resolve("trees.safetensors")));
            assertThat(all.getLast()).isEqualTo(all.getFirst());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void predictTheSameAfterSavingOnEveryEngine(String engine) throws IOException {
        var rows = TreeModels.table(100);
        try (var model = model(TreeModels.TABLE.formatted("boosted_trees(trees: 20)"))) {
            model.fit(TreeModels.table(TreeModels.ROWS));
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
        try (var model = model(TreeModels.TABLE.formatted(trees))) {
            var history = model.fit(TreeModels.table(TreeModels.ROWS), FitOptions.NONE.withValidation(TreeModels.table(100)));
            assertThat(history.epochs()).hasSize(5);
            var last = history.epochs().getLast();
            assertThat(last.loss()).isCloseTo(model.evaluate(TreeModels.table(TreeModels.ROWS)).loss(), within(1e-6));
            assertThat(last.validationLoss())
                    .isCloseTo(model.evaluate(TreeModels.table(100)).loss(), within(1e-6));
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
        try (var model = model(TreeModels.numbers("number", "mae(out, y)", trees))) {
            model.fit(Datasets.of(x, y));
            assertThat(model.predict(new float[] {0, 0})[0]).isCloseTo(100, within(0.1f));
            assertThat(model.predict(new float[] {1, 0})[0]).isBetween(1299.9f, 1310.1f);
        }
        try (var model = model(TreeModels.numbers("number", "quantile(out, y, quantile: 0.9)", trees))) {
            model.fit(Datasets.of(x, y));
            assertThat(model.predict(new float[] {0, 0})[0]).isCloseTo(18 * 18, within(0.1f));
        }
    }

    @Test
    void aTreeOfOneLeafGivesTheMeanAndTheSharesOfClasses() throws IOException {
        var x = new float[][] {{0, 0}, {0, 0}, {0, 0}, {0, 0}};
        try (var model = model(TreeModels.numbers("number", "mse(out, y)", "decision_tree"))) {
            model.fit(Datasets.of(x, new float[] {1, 2, 3, 10}));
            assertThat(model.predict(x[0])[0]).isCloseTo(4, within(1e-4f));
        }
        try (var model = model(
                TreeModels.numbers("class[\"a\", \"b\", \"c\"]", "sparse_categorical_crossentropy(out, y)", "random_forest"))) {
            model.fit(Datasets.of(x, new String[] {"a", "a", "a", "c"}), FitOptions.NONE.withEpochs(40));
            var shares = model.predict(x[0]);
            assertThat(shares[0]).isCloseTo(0.75f, within(0.12f));
            assertThat(shares[1]).isCloseTo(0, within(1e-6f));
        }
        try (var model = model(TreeModels.numbers("class[2]", "binary_crossentropy(out, y)", "boosted_trees"))) {
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
            try (var model = model(TreeModels.numbers("float[3]", "mse(out, y)", trees))) {
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
            try (var model = model(TreeModels.numbers("number(transform: none)", "mse(out, y)", trees))) {
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

}
