package dev.updraft.training.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.CompileException;
import dev.updraft.Device;
import dev.updraft.Model;
import dev.updraft.Updraft;
import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.engine.Engine;
import dev.updraft.training.FitOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of boosted trees whose leaves have a number for each output. */
class VectorLeavesModelTest {
    private static final int ROWS = 500;

    @TempDir
    private Path folder;

    private Model model(String target, String loss, String trees, Device device, int threads) throws IOException {
        var text = TreeModels.numbers(target, loss, trees);
        return Updraft.compile(Files.writeString(folder.resolve("net.model"), text))
                .on(device, new Engine.Options(threads, 3));
    }

    private static float[][] features() {
        var random = new Random(2);
        var x = new float[ROWS][2];
        for (var row : x) {
            row[0] = random.nextFloat();
            row[1] = random.nextFloat();
        }
        return x;
    }

    private static float[][] numbers(float[][] x) {
        var y = new float[x.length][];
        for (var i = 0; i < y.length; i++) {
            y[i] = new float[] {x[i][0] > 0.5 ? 1 : 0, x[i][1] > 0.3 ? -2 : 2, x[i][0] + x[i][1]};
        }
        return y;
    }

    private static Dataset ofNumbers() {
        var x = features();
        return Datasets.of(x, numbers(x));
    }

    /** Losses with a curvature that all outputs share, with one for each, with none, and of all outputs together. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mse(out, y)                           | 0.02
            huber(out, y)                         | 0.02
            mae(out, y)                           | 0.1
            quantile(out, y, quantile: 0.6)       | 0.06
            mean(log_cosh(out, y))                | 0.02
            mean(exp(out - y) - (out - y))        | 1.05
            """)
    void learnAnyLossOfNumbers(String loss, double most) throws IOException {
        try (var model = model("float[3]", loss, "boosted_trees(vector_leaves: true)", Device.cpu(), 2)) {
            var history = model.fit(ofNumbers());
            assertThat(history.epochs().getFirst().loss()).isGreaterThan(1.5 * most - 0.5);
            assertThat(model.evaluate(ofNumbers()).loss()).isLessThan(most);
            assertThat(Objects.requireNonNull(model.trees()).size()).isEqualTo(100);
        }
    }

    @Test
    void learnClassesAndLabels() throws IOException {
        var x = features();
        var classes = new int[ROWS];
        var labels = new float[ROWS][];
        for (var i = 0; i < ROWS; i++) {
            classes[i] = x[i][0] > 0.5 ? 2 : x[i][1] > 0.3 ? 1 : 0;
            labels[i] = new float[] {x[i][0] > 0.5 ? 1 : 0, x[i][1] > 0.3 ? 1 : 0};
        }
        var trees = "boosted_trees(trees: 30, vector_leaves: true)";
        try (var model = model("class[3]", "sparse_categorical_crossentropy(out, y)", trees, Device.cpu(), 2)) {
            model.fit(Datasets.of(x, classes));
            assertThat(model.evaluate(Datasets.of(x, classes)).loss()).isLessThan(0.08);
            assertThat(model.trees().size()).isEqualTo(30);
        }
        try (var model = model("float[2]", "binary_crossentropy(out, y)", trees, Device.cpu(), 2)) {
            model.fit(Datasets.of(x, labels));
            assertThat(model.evaluate(Datasets.of(x, labels)).loss()).isLessThan(0.1);
        }
    }

    /** With one output both are the same trees. */
    @Test
    void ofOneOutputAreTheUsualTrees() throws IOException {
        var x = features();
        var y = new float[ROWS];
        for (var i = 0; i < ROWS; i++) {
            y[i] = x[i][0] * x[i][1];
        }
        var all = new ArrayList<float[]>();
        for (var isVector : List.of(false, true)) {
            var trees = "boosted_trees(trees: 9, vector_leaves: " + isVector + ")";
            try (var model = model("number", "mse(out, y)", trees, Device.cpu(), 2)) {
                model.fit(Datasets.of(x, y));
                all.add(model.predict(x[3]));
            }
        }
        assertThat(all.getLast()).isEqualTo(all.getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void areSavedLoadedAndExplained(String device) throws IOException {
        var data = ofNumbers();
        var file = folder.resolve("net.safetensors");
        try (var model = model(
                "float[3]", "mse(out, y)", "boosted_trees(trees: 12, vector_leaves: true)", Device.parse(device), 2)) {
            model.fit(data);
            model.save(file);
            var trees = model.trees();
            assertThat(trees.tree(1).outputs()).hasSize(3);
            assertThat(trees.importance().getFirst().gain()).isGreaterThan(0);
            var explained = trees.shap(data);
            var expected = model.predict(data);
            for (var row = 0; row < 50; row++) {
                for (var output = 0; output < 3; output++) {
                    assertThat(explained.get(row).score(output)).isCloseTo(expected.get(row)[output], within(1e-5));
                }
            }
            try (var loaded = Updraft.load(file, Device.cpu())) {
                var found = loaded.predict(data);
                for (var row = 0; row < 50; row++) {
                    assertThat(found.get(row))
                            .usingComparatorWithPrecision(1e-5f)
                            .containsExactly(expected.get(row));
                }
                assertThat(loaded.trees().toJson()).isEqualTo(trees.toJson());
            }
        }
    }

    /** Training that went on gives the bytes of one that did not stop, with any number of threads. */
    @Test
    void goOnToTheSameBytes() throws IOException {
        var data = ofNumbers();
        var trees = "boosted_trees(trees: 8, vector_leaves: true, subsample: 0.7)";
        var all = new ArrayList<byte[]>();
        for (var epochs : List.of(List.of(8), List.of(3, 5))) {
            try (var model = model("float[3]", "huber(out, y)", trees, Device.cpu(), epochs.size() + 1)) {
                for (var count : epochs) {
                    model.fit(data, FitOptions.NONE.withEpochs(count));
                }
                model.save(folder.resolve("net.safetensors"));
                all.add(Files.readAllBytes(folder.resolve("net.safetensors")));
            }
        }
        assertThat(all.getLast()).isEqualTo(all.getFirst());
    }

    @Test
    void cannotAllRiseWithAFeature() throws IOException {
        var text = """
                model Net {
                    input row { a, b: number }
                    target y: float[3]
                    network { row -> boosted_trees(vector_leaves: true, increasing: a) -> out }
                    loss mse(out, y)
                }
                """;
        var file = Files.writeString(folder.resolve("net.model"), text);
        assertThatThrownBy(() -> Updraft.compile(file))
                .isInstanceOf(CompileException.class)
                .hasMessageContaining(
                        "`boosted_trees` has 3 outputs in each leaf, which cannot all rise or fall with a feature")
                .hasMessageContaining(
                        "remove increasing and decreasing, or vector_leaves: each output has its trees then");
    }
}
