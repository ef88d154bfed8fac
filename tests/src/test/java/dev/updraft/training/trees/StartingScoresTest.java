package dev.updraft.training.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.Device;
import dev.updraft.Updraft;
import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What models of trees predict whose features are the same for all samples, so that no tree asks anything. */
class StartingScoresTest {
    private static final int ROWS = 1000;

    @TempDir
    private Path folder;

    private float[] predicted(String target, String loss, Dataset data) throws IOException {
        var text = TreeModels.numbers(target, loss, "boosted_trees(trees: 1)");
        try (var model = Updraft.compile(Files.writeString(folder.resolve("net.model"), text))
                .on(Device.cpu(), new Engine.Options(1, 0))) {
            model.fit(data);
            return model.predict(new float[2]);
        }
    }

    /** The scores of a softmax are then the logarithms of the shares of the classes, however many there are, and however rare. */
    @Test
    void areTheSharesOfManyClasses() throws IOException {
        var classes = 30;
        // Of class k there are about as many as of all after it together, and one at least.
        var labels = IntStream.range(0, ROWS)
                .map(row -> row < classes ? row : Math.min(classes - 1, Integer.numberOfTrailingZeros(row)))
                .toArray();
        var names = String.join(
                ", ", IntStream.range(0, classes).mapToObj("\"c%s\""::formatted).toList());
        var shares = predicted(
                "class[" + names + "]",
                "sparse_categorical_crossentropy(out, y)",
                Datasets.of(new float[ROWS][2], labels));
        for (var k = 0; k < classes; k++) {
            var wanted = k;
            var share = Arrays.stream(labels).filter(label -> label == wanted).count() / (double) ROWS;
            assertThat((double) shares[k]).as("class %s", k).isCloseTo(share, within(1e-4 * share));
        }
    }

    /** Far from 0, where a whole step of Newton's method would overflow; and without curvature, where there is none to take. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mean(exp(out) - y * out) | 6.907755 | -2.302585
            mse(out, y)              | 1000     | 0.1
            mae(out, y)              | 1000     | 0.1
            """)
    void areTheBestConstantsOfSeveralNumbers(String loss, float first, float second) throws IOException {
        var numbers = new float[ROWS][];
        Arrays.setAll(numbers, _ -> new float[] {1000, 0.1f});
        assertThat(predicted("float[2]", loss, Datasets.of(new float[ROWS][2], numbers)))
                .containsExactly(new float[] {first, second}, within(3e-3f));
    }
}
