package dev.updraft.training.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.Device;
import dev.updraft.Model;
import dev.updraft.Updraft;
import dev.updraft.data.Datasets;
import dev.updraft.engine.Engine;
import dev.updraft.weights.WeightsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trees in files: of another model, or damaged. */
class TreeWeightsTest {
    @TempDir
    private Path folder;

    private Model model(String text, Device device, int threads) throws IOException {
        return Updraft.compile(Files.writeString(folder.resolve("net.model"), text))
                .on(device, new Engine.Options(threads, 3));
    }

    private Model model(String text) throws IOException {
        return model(text, Device.cpu(), 2);
    }

    /** Any number of a file may be another: it is refused, or predicts something, and never hangs or reads elsewhere. */
    @Test
    void damagedTreesAreRefusedOrTrees() throws IOException {
        var file = folder.resolve("trees.safetensors");
        try (var model = model(TreeModels.TABLE.formatted("boosted_trees(trees: 6)"))) {
            model.fit(TreeModels.table(TreeModels.ROWS));
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
                assertThat(model.predict(TreeModels.table(5))).hasSize(5);
            } catch (WeightsException e) {
                assertThat(e).hasMessageContaining("the weights of boosted_trees are no trees: ");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(50);
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).contains("boosted_trees/nodes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    boosted_trees(trees: 2) | it has 6 trees in `boosted_trees`, and the model has 2 at most: set trees: 6 or more, or train the model again
                    boosted_trees(trees: 6, max_leaves: 2) | its trees in `boosted_trees` have 42 leaves, and the model's have 36 at most, 2 each: set a larger max_leaves (or max_depth), as it was when they were trained, or train the model again
                    """)
    void treesThatThereIsNoRoomForAreCounted(String smaller, String message) throws IOException {
        var file = folder.resolve("trees.safetensors");
        var text = TreeModels.numbers(
                "class[\"a\", \"b\", \"c\"]", "sparse_categorical_crossentropy(out, y)", "%s");
        var x = new float[90][2];
        var y = new String[90];
        for (var i = 0; i < x.length; i++) {
            x[i] = new float[] {i, i % 7};
            y[i] = List.of("a", "b", "c").get(i / 30);
        }
        try (var model = model(text.formatted("boosted_trees(trees: 6)"))) {
            model.fit(Datasets.of(x, y));
            model.save(file);
        }
        try (var model = model(text.formatted(smaller))) {
            assertThatThrownBy(() -> model.load(file))
                    .isInstanceOf(WeightsException.class)
                    .hasMessage(file + ": " + message);
        }
    }
}
