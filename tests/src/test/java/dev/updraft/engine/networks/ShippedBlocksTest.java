package dev.updraft.engine.networks;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.Device;
import dev.updraft.Updraft;
import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.catalog.ShippedFiles;
import dev.updraft.compiler.check.ShippedBlocks;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.engine.Engine;
import dev.updraft.engine.TestPrograms;
import dev.updraft.engine.reference.Precision;
import dev.updraft.engine.reference.ReferenceEngine;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.StepOutputs;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Blocks that come with Updraft, beside PyTorch 2.13 (shipped_losses.py). */
class ShippedBlocksTest {
    private static final float[] A = {-1.5f, 0.25f, 2, 0.5f, -0.75f, 3};
    private static final float[] B = {0.5f, -2, 1, 1.5f, 0.125f, -1};
    private static final float[] C = {1, 0.5f, -0.25f, 0.75f, -0.5f, 2.5f};
    private static final float[] SAME = {1, 0};

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gaussian_nll(a, b, exp(c)) | 1.1793507743614529 0.9663381256005302",
                "gaussian_nll(a, b, exp(c), eps: 2) | 1.14817702096761 1.0186143685472235",
                "triplet(a, b, c) | 0.7994605366094434 4.602556893484275",
                "triplet(a, b, c, margin: 5) | 4.799460536609445 8.602556893484275",
                "contrastive(a, c, same) | 11.375 0.150255128608411",
                "contrastive(a, c, same, margin: 4) | 11.375 11.476020514433642"
            })
    void computeWhatPyTorchDoes(String expression, String values) {
        var program = Compiler.lower(TestPrograms.layers("""
                import "updraft:losses.model"
                model Values {
                    input a: float[3]
                    input b: float[3]
                    input c: float[3]
                    input same: float[1]
                    network { y = %s }
                }
                """.formatted(expression)));
        try (var arena = Arena.ofConfined();
                var session = new ReferenceEngine(Precision.FLOAT64).open(program, new Engine.Options(1, 0))) {
            var outputs = StepOutputs.allocate(program, 2, arena);
            var inputs = Stream.of(A, B, C, SAME)
                    .map(input -> arena.allocateFrom(JAVA_FLOAT, input))
                    .toList();
            session.predict(new Batch(2, inputs, List.of()), outputs);
            var found = outputs.values().getFirst().toArray(JAVA_FLOAT);
            var expected =
                    Stream.of(values.strip().split(" ")).map(Float::valueOf).toList();
            assertThat(found).hasSameSizeAs(expected);
            for (var i = 0; i < found.length; i++) {
                assertThat(found[i]).isCloseTo(expected.get(i), within(1e-5f));
            }
        }
    }

    /** Text of a file that is not there any more does not change what a saved model means. */
    @Test
    void aSavedModelHoldsTheirText(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("variance.model"), """
                import "updraft:losses.model"
                model Variance {
                    input x: float[2]
                    target y: float[1]
                    network {
                        x -> dense(1) -> center
                        x -> dense(1, activation: softplus) -> variance
                    }
                    loss gaussian_nll(center, y, variance)
                    optimizer adam
                }
                """);
        var weights = folder.resolve("variance.safetensors");
        var compiled = Updraft.compile(file);
        assertThat(compiled.source().imports()).hasSize(1);
        try (var model = compiled.on(Device.reference())) {
            model.save(weights);
        }
        assertThatCode(() -> Updraft.load(weights).close()).doesNotThrowAnyException();
    }

    @Test
    void everyFileIsFreeOfMistakes() throws Exception {
        for (var name : ShippedFiles.NAMES) {
            var file = ShippedBlocks.resolve("updraft:" + name);
            var problems = Compiler.checkBlocks(new SourceFile(name, file.text()), (_, _) -> file);
            assertThat(problems).as(name).isEmpty();
        }
    }
}
