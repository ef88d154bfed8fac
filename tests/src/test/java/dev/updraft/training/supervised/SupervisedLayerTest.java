package dev.updraft.training.supervised;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.Device;
import dev.updraft.Model;
import dev.updraft.Updraft;
import dev.updraft.data.Dataset;
import dev.updraft.engine.Engine;
import dev.updraft.training.FitOptions;
import dev.updraft.weights.SafetensorsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** What tests of layers share that learn from samples and target at once. Figures are those of scikit-learn 1.9.1 on the samples of
 * {@link #sample}. */
abstract class SupervisedLayerTest {
    @TempDir
    static Path folder;

    static final int ROWS = 60;
    static final int FEATURES = 4;

    static final String CLASSES = """
            model Classes {
                input x: float[4]
                target y: class["a", "b", "c"]
                network { x -> %s -> scores }
                loss sparse_categorical_crossentropy(scores, y)
                metrics accuracy
                fit { seed: 3 }
            }
            """;
    static final String TWO = """
            model Two {
                input x: float[4]
                target y: class["no", "yes"]
                network { x -> %s -> logit }
                loss binary_crossentropy(logit, y)
                metrics accuracy
                fit { seed: 3 }
            }
            """;
    static final String NUMBER = """
            model Number {
                input x: float[4]
                target y: float[1]
                network { x -> %s -> out }
                loss mse(out, y)
                fit { seed: 3 }
            }
            """;

    static float[] sample(int i) {
        var values = new float[FEATURES];
        for (var j = 0; j < FEATURES; j++) {
            values[j] = (float) (Math.sin(1.3 * i + 2.1 * j + 0.7 * i * j) * (j + 1) + 0.8 * (i % 3) * (j % 2));
        }
        return values;
    }

    static float[][] inputs(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(SupervisedLayerTest::sample)
                .toArray(float[][]::new);
    }

    static final float[][] TRAIN = inputs(0, ROWS);
    static final List<float[]> ASKED = List.of(inputs(100, 6));
    static final int[] KINDS = IntStream.range(0, ROWS).map(i -> i % 3).toArray();
    static final int[] SECOND =
            IntStream.range(0, ROWS).map(i -> i % 3 == 1 ? 1 : 0).toArray();

    static float[][] numbers() {
        return Arrays.stream(TRAIN).map(x -> new float[] {x[0] * x[1] + x[2]}).toArray(float[][]::new);
    }

    static float[][] counts(float[][] of) {
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

    static Model model(String text, String layer, String device) {
        return model(text, layer, Device.parse(device), 2);
    }

    static Model model(String text, String layer, Device device, int threads) {
        return Updraft.compile(source(text, layer)).on(device, new Engine.Options(threads, 3));
    }

    static Path source(String text, String layer) {
        try {
            return Files.writeString(folder.resolve("net.model"), text.formatted(layer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double[] flat(List<float[]> rows) {
        return rows.stream()
                .flatMapToDouble(row -> IntStream.range(0, row.length).mapToDouble(i -> row[i]))
                .toArray();
    }

    static double[] learnt(String text, String layer, String device, Dataset data, List<float[]> asked, String value) {
        try (var model = model(text, layer, device)) {
            model.fit(data, FitOptions.NONE);
            return flat(model.predict(asked, value));
        }
    }

    static void assertClose(double[] found, double within, double... expected) {
        assertThat(found).usingComparatorWithPrecision(within).containsExactly(expected);
    }

    static long storedRows(Model model, String weight) {
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

    /** Numbers with spaces between. */
    static double[] expected(String numbers) {
        return Stream.of(numbers.split("\\s+")).mapToDouble(Double::parseDouble).toArray();
    }
}
