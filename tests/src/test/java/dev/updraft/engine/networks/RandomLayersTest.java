package dev.updraft.engine.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.Compiler;
import dev.updraft.engine.Engine;
import dev.updraft.engine.TestEngines;
import dev.updraft.engine.spi.Engines;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The layers that change values at random in training: what is random about them, in moments and shares of many numbers, and what
 * is not, by the formulas of Keras 3's layers; for stochastic depth by those of Huang et al., arXiv:1603.09382.
 */
class RandomLayersTest {
    private static final int BATCH = 5;

    static Stream<Arguments> enginesAndLayers() {
        return TestEngines.all().stream()
                .flatMap(engine -> Stream.of(
                                "float[40, 8] spatial_dropout1d(0.25)",
                                "float[6, 7, 8] spatial_dropout2d(0.25)",
                                "float[4, 3] drop_path(0.25)",
                                "float[500] alpha_dropout(0.25)",
                                "float[500] gaussian_noise(0.5)",
                                "float[500] gaussian_dropout(0.25)")
                        .map(layer -> Arguments.of(Named.of(engine.description(), engine), layer)));
    }

    /** As random numbers are the same everywhere, so is what a step makes of them, and the step after it. */
    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("enginesAndLayers")
    void everyEngineChangesTheSame(Engine engine, String layer) {
        var network = behindWeights(layer);
        try (var reference = trainer(network, Engines.of("reference"));
                var trainer = trainer(network, engine)) {
            for (var step = 0; step < 2; step++) {
                reference.train(step);
                trainer.train(step);
                assertThat(trainer.predictions()).containsExactly(reference.predictions(), within(2e-5));
                for (var weight : reference.weights()) {
                    assertThat(trainer.read(weight)).containsExactly(reference.read(weight), within(2e-5));
                }
            }
            assertThat(trainer.predict()).containsExactly(reference.predict(), within(2e-5));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'float[40, 8]', 'spatial_dropout1d(0.25)', 40, 8",
        "'float[6, 7, 8]', 'spatial_dropout2d(0.25)', 42, 8",
        "'float[4, 3, 5, 2]', 'drop_path(0.25)', 120, 1",
    })
    void allPlacesOfAChannelAreDroppedOrNone(String input, String layer, int places, int channels) {
        var dropped = 0;
        var steps = 60;
        try (var trainer = trainer(alone(input + " " + layer), Engines.of("reference"))) {
            var x = trainer.predict();
            assertThat(x).hasSize(BATCH * places * channels);
            for (var step = 0; step < steps; step++) {
                trainer.train(step);
                var y = trainer.predictions();
                for (var sample = 0; sample < BATCH; sample++) {
                    for (var channel = 0; channel < channels; channel++) {
                        var isDropped = y[sample * places * channels + channel] == 0;
                        dropped += isDropped ? 1 : 0;
                        for (var place = 0; place < places; place++) {
                            var i = (sample * places + place) * channels + channel;
                            assertThat(y[i]).isCloseTo(isDropped ? 0 : x[i] / 0.75, within(1e-6));
                        }
                    }
                }
            }
            // Three standard deviations of the share.
            var count = steps * BATCH * channels;
            assertThat(dropped / (double) count).isCloseTo(0.25, within(3 * Math.sqrt(0.25 * 0.75 / count)));
            assertThat(trainer.predict()).containsExactly(x);
        }
    }

    /** The affine transformation of Keras 3.15's AlphaDropout, whose constants are a = 0.7997 and b = 0.3515 for this rate. */
    @Test
    void alphaDropoutGivesTheLimitOfSeluToWhatItDrops() {
        try (var trainer = trainer(alone("float[1000] alpha_dropout(0.25)"), Engines.of("reference"))) {
            var x = trainer.predict();
            trainer.train(0);
            var y = trainer.predictions();
            var limit = -1.0507009873554805 * 1.6732632423543772;
            var a = 1 / Math.sqrt(0.75 * (1 + 0.25 * limit * limit));
            var b = -a * limit * 0.25;
            var dropped = 0;
            for (var i = 0; i < x.length; i++) {
                var isDropped = Math.abs(y[i] - (a * limit + b)) < 1e-6;
                dropped += isDropped ? 1 : 0;
                assertThat(y[i]).isCloseTo(a * (isDropped ? limit : x[i]) + b, within(1e-6));
            }
            assertThat(dropped / (double) x.length).isCloseTo(0.25, within(0.02));
        }
    }

    @Test
    void noiseIsNormal() {
        try (var trainer = trainer(alone("float[4000] gaussian_noise(0.5)"), Engines.of("reference"))) {
            var x = trainer.predict();
            trainer.train(0);
            var y = trainer.predictions();
            Arrays.setAll(y, i -> (y[i] - x[i]) / 0.5);
            assertIsNormal(y);
            assertThat(trainer.predict()).containsExactly(x);
        }
    }

    /** The standard deviation of Keras 3.15's GaussianDropout: the root of rate / (1 - rate). */
    @Test
    void factorsAreNormalAroundOne() {
        try (var trainer = trainer(alone("float[4000] gaussian_dropout(0.2)"), Engines.of("reference"))) {
            var x = trainer.predict();
            trainer.train(0);
            var y = trainer.predictions();
            Arrays.setAll(y, i -> (y[i] / x[i] - 1) / Math.sqrt(0.2 / 0.8));
            assertIsNormal(y);
            assertThat(trainer.predict()).containsExactly(x);
        }
    }

    /** Mean, variance, kurtosis and the shares of three ranges, each within some five standard deviations. */
    private static void assertIsNormal(double[] z) {
        var count = z.length;
        var mean = Arrays.stream(z).average().orElseThrow();
        var variance = Arrays.stream(z).map(v -> v * v).average().orElseThrow();
        var fourth = Arrays.stream(z).map(v -> v * v * v * v).average().orElseThrow();
        assertThat(mean).isCloseTo(0, within(5 / Math.sqrt(count)));
        assertThat(variance).isCloseTo(1, within(5 * Math.sqrt(2.0 / count)));
        assertThat(fourth).isCloseTo(3, within(5 * Math.sqrt(96.0 / count)));
        assertThat(Arrays.stream(z).filter(v -> Math.abs(v) < 1).count() / (double) count)
                .isCloseTo(0.6827, within(0.02));
        assertThat(Arrays.stream(z).filter(v -> v < -1).count() / (double) count)
                .isCloseTo(0.1587, within(0.015));
        assertThat(Arrays.stream(z).filter(v -> Math.abs(v) > 2).count() / (double) count)
                .isCloseTo(0.0455, within(0.01));
    }

    @Test
    void aRateOfNothingChangesNothing() {
        for (var layer : Set.of(
                "float[4, 3] spatial_dropout1d(0)",
                "float[4, 3, 2] spatial_dropout2d(0)",
                "float[4] drop_path(0)",
                "float[4] alpha_dropout(0)",
                "float[4] gaussian_noise(0)",
                "float[4] gaussian_dropout(0)")) {
            try (var trainer = trainer(alone(layer), Engines.of("cpu"))) {
                var x = trainer.predict();
                trainer.train(0);
                assertThat(trainer.predictions()).containsExactly(x);
            }
        }
    }

    @Test
    void layersDrawFromStreamsOfTheirOwn() {
        var network = alone("float[2, 3] drop_path(0.5) -> drop_path(0.5) -> drop_path(0.5)");
        try (var trainer = trainer(network, Engines.of("reference"))) {
            var x = trainer.predict();
            var factors = new HashSet<Long>();
            for (var step = 0; step < 20; step++) {
                trainer.train(step);
                var y = trainer.predictions();
                Arrays.setAll(y, i -> y[i] / x[i]);
                Arrays.stream(y).forEach(factor -> factors.add(Math.round(factor)));
            }
            assertThat(factors).containsExactlyInAnyOrder(0L, 8L);
        }
    }

    /** Behind weights that stay, as a loss must have some to train. */
    private static Network alone(String inputAndLayers) {
        return network(inputAndLayers, "1e-30");
    }

    /** So that gradients pass through the layer. */
    private static Network behindWeights(String inputAndLayers) {
        return network(inputAndLayers, "1");
    }

    private static Network network(String inputAndLayers, String rate) {
        var end = inputAndLayers.indexOf(']') + 1;
        var input = inputAndLayers.substring(0, end);
        return new Network("random", """
                model Random {
                    input x: %s
                    target y: %s
                    network { x -> prelu(ones) -> %s -> output }
                    loss mse(output, y)
                    optimizer sgd(learning_rate: %s)
                }
                """.formatted(input, input, inputAndLayers.substring(end), rate));
    }

    private static Trainer trainer(Network network, Engine engine) {
        return new Trainer(network, Compiler.lower(network.layers()), engine);
    }
}
