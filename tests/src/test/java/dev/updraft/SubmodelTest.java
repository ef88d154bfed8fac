package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.engine.Engine;
import dev.updraft.training.FitOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values inside a network and its blocks alone, with the weights of the whole. */
class SubmodelTest {
    private static final String MODEL = """
            model Parts {
                input  x: float[4]
                input  t: int[2]
                target y: float[3]
                target k: class["no", "yes"]
                network {
                    x -> dense(6, activation: tanh) -> hidden
                    code = hidden[:, 0:2] + random_normal(hidden[:, 0:2], stddev: 0.1)
                    code -> decoder -> picture
                    hidden -> residual -> residual -> deep
                    shift = weight((6,), initializer: ones)
                    a = tower(hidden)
                    b = tower(deep * shift)
                    concat(a, b, flatten(embedding(t, 5, 2))) -> dense(1) -> logits
                }
                loss mse(picture, y) + binary_crossentropy(logits, k, from_logits: true)
                optimizer adam(learning_rate: 0.05)
                fit { epochs: 2, batch_size: 8, seed: 5 }
            }
            block decoder(z) {
                z -> dense(5, activation: relu) -> inner
                return inner -> dense(3)
            }
            block residual(x) { return x + layer(x) }
            block layer(x) { return x -> dense(6, activation: tanh) }
            shared block tower(x) { return x -> dense(2) }
            """;
    private static final int SAMPLES = 40;

    @TempDir
    private Path folder;

    private CompiledModel compiled;

    @BeforeEach
    void compile() throws IOException {
        var file = folder.resolve("parts.model");
        Files.writeString(file, MODEL);
        compiled = Updraft.compile(file);
    }

    private Model on(String engine) {
        return compiled.on(Device.parse(engine), new Engine.Options(2, 5));
    }

    private static List<float[]> samples() {
        var random = new Random(3);
        return IntStream.range(0, SAMPLES)
                .mapToObj(_ -> new float[] {
                    random.nextFloat(), random.nextFloat(), random.nextFloat(), random.nextFloat(), random.nextInt(5), 2
                })
                .toList();
    }

    private static Dataset data() {
        var x = new float[SAMPLES][];
        var t = new float[SAMPLES][];
        var y = new float[SAMPLES][];
        var k = new String[SAMPLES];
        for (var i = 0; i < SAMPLES; i++) {
            var sample = samples().get(i);
            x[i] = Arrays.copyOf(sample, 4);
            t[i] = Arrays.copyOfRange(sample, 4, 6);
            y[i] = Arrays.copyOf(sample, 3);
            k[i] = sample[0] > 0.5 ? "yes" : "no";
        }
        return Datasets.arrays()
                .input("x", x)
                .input("t", t)
                .numbers("y", y)
                .classes("k", k)
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void aBlockOfWhatGoesIntoItGivesWhatComesOutOfIt(String engine) {
        try (var model = on(engine);
                var codes = model.upTo("code");
                var decoder = model.block("decoder")) {
            assertThat(decoder.compiled().layers().inputs().getFirst().name()).isEqualTo("z");
            var decoded = decoder.predict(codes.predict(samples()));
            var pictures = model.predict(samples(), "picture");
            for (var i = 0; i < SAMPLES; i++) {
                assertThat(decoded.get(i)).containsExactly(pictures.get(i), within(1e-6f));
            }
            assertThat(model.predict(samples()).getFirst()).startsWith(pictures.getFirst());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "hidden, 6",
        "decoder/inner, 5",
        "decoder, 3",
        "decoder/dense, 5",
        "residual_1, 6",
        "residual_1/layer, 6",
        "tower_1, 2",
        "k, 1",
        "y, 3",
        "x, 4",
        "t, 2"
    })
    void valuesAreAskedForByTheirNames(String name, int size) {
        try (var model = on("reference")) {
            assertThat(model.predict(samples().getFirst(), name)).hasSize(size);
        }
    }

    @Test
    void severalValuesStandOneBehindTheOther() {
        try (var model = on("cpu");
                var both = model.upTo("hidden", "a")) {
            var found = both.predict(samples().getFirst());
            assertThat(found).hasSize(8).startsWith(model.predict(samples().getFirst(), "hidden"));
            assertThat(both.compiled().layers().outputs())
                    .extracting(output -> output.value().shape())
                    .containsExactly(Shape.of(6).inBatch(), Shape.of(2).inBatch());
        }
    }

    @Test
    void aSharedBlockIsKnownByItsName() {
        try (var model = on("cpu");
                var tower = model.block("tower");
                var second = model.block("tower_1");
                var inner = model.block("residual_1/layer")) {
            var hidden = model.predict(samples().getFirst(), "hidden");
            assertThat(tower.predict(hidden))
                    .containsExactly(model.predict(samples().getFirst(), "a"), within(1e-6f));
            assertThat(second.predict(hidden)).containsExactly(tower.predict(hidden), within(1e-6f));
            assertThat(inner.predict(hidden)).hasSize(6);
        }
    }

    @Test
    void valuesFollowTheWeightsAndPartsKeepTheirs() {
        var data = data();
        try (var model = on("cpu");
                var before = model.upTo("hidden")) {
            var sample = samples().getFirst();
            var first = model.predict(sample, "hidden");
            assertThat(model.predict(sample, "hidden")).isEqualTo(first);
            model.fit(data, FitOptions.NONE);
            assertThat(model.predict(sample, "hidden")).isNotEqualTo(first);
            assertThat(before.predict(sample)).isEqualTo(first);
        }
    }

    @Test
    void whatIsNotThereIsNamed() {
        try (var model = on("reference")) {
            assertThatThrownBy(() -> model.upTo("hiden"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "model Parts has no value `hiden`; it has y, k, hidden, code, decoder/inner, picture, deep, a,"
                                    + " b, logits, decoder, residual/layer, residual_1/layer, residual_1, tower_1, x, t; did you"
                                    + " mean `hidden`?");
            assertThatThrownBy(() -> model.upTo("tower"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "model Parts uses the block `tower` several times, and it gives another value each time: ask for"
                                    + " one that the file names, or for the layer that gives it: tower/dense, tower_1/dense");
            assertThatThrownBy(() -> model.upTo("shift"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("`shift` is the same for all samples, so that it cannot be predicted");
            assertThatThrownBy(() -> model.block("encoder"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("model Parts has no block `encoder`; it has decoder, residual/layer, residual,"
                            + " residual_1/layer, residual_1, tower, tower_1; did you mean `decoder`?");
            assertThatThrownBy(() -> model.block("layer"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(
                            "model Parts uses the block `layer` several times, with weights of its own in each");
        }
    }

    @Test
    void theInputOfAnAutoencoderIsAValueToo() throws IOException {
        var file = Files.writeString(folder.resolve("auto.model"), """
                model Auto {
                    input x: float[4]
                    network {
                        x -> dense(2) -> code
                        code -> dense(4) -> out
                    }
                    loss mse(out, x)
                    optimizer adam
                }
                """);
        var data = Datasets.of(new float[][] {{1, 2, 3, 4}, {5, 6, 7, 8}}, new float[] {0, 0});
        try (var model = Updraft.compile(file).on(Device.cpu())) {
            assertThat(model.predict(data, "x").getLast()).containsExactly(5, 6, 7, 8);
            assertThat(model.predict(data, "code").getLast()).hasSize(2);
        }
    }

    @Test
    void aPartIsNeitherTrainedNorSaved() {
        try (var model = on("reference");
                var part = model.block("decoder")) {
            assertThatThrownBy(() -> part.save(folder.resolve("part.safetensors")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("this is a part of model Parts: save the whole model");
            assertThat(folder.resolve("part.safetensors")).doesNotExist();
        }
    }
}
