package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.engine.Engine.Options;
import dev.updraft.engine.spi.Engines;
import dev.updraft.training.FitOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What trees predict, one sample at a time and thousands, while they are few and after more have grown. */
class TreePredictionTest {
    private static final int FEATURES = 5;
    /** More than are computed at once, and no power of two. */
    private static final int SAMPLES = 5003;

    @TempDir
    private Path folder;

    private final float[] samples = samples();

    private static float[] samples() {
        var random = new Random(2);
        var samples = new float[SAMPLES * FEATURES];
        for (var i = 0; i < samples.length; i++) {
            samples[i] = random.nextInt(20) == 0 ? Float.NaN : (float) random.nextGaussian();
        }
        samples[1] = Float.POSITIVE_INFINITY;
        samples[2] = Float.NEGATIVE_INFINITY;
        return samples;
    }

    private Model model(String trees, int threads) throws IOException {
        var text = """
                model Sum {
                    input x: float[%s]
                    target y: float[2]
                    network { x -> %s -> out }
                    loss mse(out, y)
                }
                """.formatted(FEATURES, trees);
        var compiled = Updraft.compile(Files.writeString(folder.resolve("sum.model"), text));
        return new Model(compiled, Engines.of("cpu"), new Options(threads, 1));
    }

    private static Dataset data() {
        var random = new Random(1);
        var inputs = new float[2000][FEATURES];
        var targets = new float[2000][2];
        for (var i = 0; i < inputs.length; i++) {
            for (var j = 0; j < FEATURES; j++) {
                inputs[i][j] = (float) random.nextGaussian();
            }
            targets[i][0] = inputs[i][0] * inputs[i][1];
            targets[i][1] = inputs[i][2] > 0.3f ? 1 : inputs[i][3];
        }
        return Datasets.of(inputs, targets);
    }

    private float[] sample(int number) {
        return Arrays.copyOfRange(samples, number * FEATURES, (number + 1) * FEATURES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "boosted_trees(trees: 8, max_depth: 6)",
                "boosted_trees(trees: 8, max_leaves: 200)",
                "random_forest(trees: 6, max_leaves: 50)",
                "decision_tree"
            })
    void samplesHaveTheSameBitsHoweverManyThereAre(String trees) throws IOException {
        for (var threads : List.of(1, 3)) {
            try (var model = model(trees, threads)) {
                model.fit(data());
                var together = new float[2 * SAMPLES];
                try (var predictor = model.predictor()) {
                    predictor.predict(samples, together);
                    for (var number = 0; number < SAMPLES; number += 7) {
                        assertThat(model.predict(sample(number)))
                                .containsExactly(Arrays.copyOfRange(together, 2 * number, 2 * number + 2));
                    }
                    var some = new float[2 * 100];
                    predictor.predict(Arrays.copyOf(samples, 100 * FEATURES), some);
                    assertThat(together).startsWith(some);
                }
            }
        }
    }

    @Test
    void treesThatHaveGrownSinceAreAsked() throws IOException {
        try (var model = model("boosted_trees(trees: 9)", 2)) {
            var first = sample(3);
            var before = model.predict(first);
            model.fit(data(), FitOptions.NONE.withEpochs(4));
            var four = model.predict(first);
            assertThat(four).isNotEqualTo(before);
            model.fit(data(), FitOptions.NONE.withEpochs(5));
            var nine = model.predict(first);
            assertThat(nine).isNotEqualTo(four);
            model.save(folder.resolve("nine.safetensors"));
            try (var loaded = model("boosted_trees(trees: 9)", 2)) {
                assertThat(loaded.predict(first)).isEqualTo(before);
                loaded.load(folder.resolve("nine.safetensors"));
                assertThat(loaded.predict(first)).isEqualTo(nine);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 300, SAMPLES})
    void predictingIntoRoomAllocatesNothing(int count) throws IOException {
        try (var model = model("boosted_trees(trees: 8)", 2)) {
            model.fit(data());
            try (var predictor = model.predictor()) {
                var given = Arrays.copyOf(samples, count * FEATURES);
                var room = new float[2 * count];
                var fewest = Long.MAX_VALUE;
                for (var window = 0; window < 8 && fewest > 0; window++) {
                    fewest = Math.min(fewest, Allocations.during(() -> {
                        for (var call = 0; call < Math.max(20, 3000 / count); call++) {
                            predictor.predict(given, room);
                        }
                    }));
                }
                assertThat(fewest).isZero();
            }
        }
    }
}
