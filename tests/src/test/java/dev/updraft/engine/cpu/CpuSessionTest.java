package dev.updraft.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.check.FileImports;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Engine.Options;
import dev.updraft.engine.TestPrograms;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpuSessionTest {
    private static final String MODEL = """
            model Net {
                input image: float[10, 10, 2]
                target label: class[4]
                network {
                    x = image -> conv2d(8, kernel: 3, padding: same) -> batch_norm -> relu -> dropout(0.3)
                    y = x -> conv2d(8, kernel: 3, padding: same, activation: silu)
                    x + y -> max_pool2d(2) -> flatten -> dense(16, activation: relu) -> dense(4) -> logits
                }
                loss sparse_categorical_crossentropy(logits, label)
                optimizer adam
            }""";

    private static Program program() {
        var compiled = Compiler.check(new SourceFile("net.model", MODEL), new FileImports(Path.of("")), Map.of());
        return Compiler.lower(Objects.requireNonNull(compiled.graph()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void profilingTellsTheTimeOfEachLayerAndChangesNothing(boolean training) {
        var program = program();
        try (var arena = Arena.ofConfined();
                var session = new CpuEngine().open(program, new Options(2, 1))) {
            var batch = batch(arena, 37, new Random(5));
            var predictions = arena.allocate(37 * 4L * Float.BYTES);
            session.train(batch, 0, StepOutputs.of(predictions));
            var before = session.evaluate(batch, StepOutputs.of(predictions));
            var variables = TestPrograms.variables(program, session);
            var found = session.profile(batch, training);
            assertThat(found.of())
                    .isEqualTo(
                            (training ? "a training step" : "evaluating a batch") + " with 37 samples, on one thread");
            var times = found.operations();
            assertThat(times).isSortedAccordingTo((a, b) -> Double.compare(b.seconds(), a.seconds()));
            assertThat(times).allMatch(time -> time.seconds() > 0);
            var names = times.stream().map(time -> time.layer() + ": " + time.operation());
            assertThat(names)
                    .contains("conv2d: convolution", "dense: matrix product", "max_pool2d: max pool2d")
                    .doesNotHaveDuplicates();
            assertThat(times.stream().anyMatch(time -> time.layer().equals("optimizer")))
                    .isEqualTo(training);
            assertThat(session.evaluate(batch, StepOutputs.of(predictions))).isEqualTo(before);
            assertThat(TestPrograms.variables(program, session))
                    .usingRecursiveComparison()
                    .isEqualTo(variables);
        }
    }

    /** The weights after some steps with batches of {@code size} and then a shorter one. */
    private static List<byte[]> trained(int threads, int size, long seed) {
        var program = program();
        try (var arena = Arena.ofConfined();
                var session = new CpuEngine().open(program, new Options(threads, seed))) {
            var random = new Random(5);
            var predictions = arena.allocate(size * 4L * Float.BYTES);
            for (var step = 0; step < 6; step++) {
                session.train(batch(arena, step < 5 ? size : size - 3, random), step, StepOutputs.of(predictions));
            }
            var result = new ArrayList<byte[]>();
            for (var variable : program.variables()) {
                var values = arena.allocate(variable.shape().elementsPerSample() * Float.BYTES);
                session.read(variable, values);
                result.add(values.toArray(ValueLayout.JAVA_BYTE));
            }
            return result;
        }
    }

    private static Batch batch(Arena arena, int size, Random random) {
        var images = arena.allocate(size * 200L * Float.BYTES, Float.BYTES);
        for (var i = 0; i < size * 200; i++) {
            images.setAtIndex(ValueLayout.JAVA_FLOAT, i, random.nextFloat());
        }
        var labels = arena.allocate(size * (long) Integer.BYTES, Integer.BYTES);
        for (var i = 0; i < size; i++) {
            labels.setAtIndex(ValueLayout.JAVA_INT, i, random.nextInt(4));
        }
        return new Batch(size, List.of(images), List.of(labels));
    }

    @ParameterizedTest
    @CsvSource({"1, 33", "2, 33", "5, 33", "2, 9", "2, 70"})
    void weightsAreTheSameToTheBitAtAnyNumberOfThreads(int threads, int size) {
        assertThat(trained(threads, size, 3)).usingRecursiveComparison().isEqualTo(trained(1, size, 3));
    }

    /** Where batch_norm does not make shards meet midway, they use memory one after the other. */
    @Test
    void moreThreadsThanShardsDoNotDisturbOneAnother() {
        try (var arena = Arena.ofConfined();
                var crowded = new CpuEngine().open(program(), new Options(6, 0));
                var alone = new CpuEngine().open(program(), new Options(1, 0))) {
            var batch = batch(arena, 33, new Random(1));
            var expected = arena.allocate(33 * 16);
            alone.evaluate(batch, StepOutputs.of(expected));
            var found = arena.allocate(33 * 16);
            for (var round = 0; round < 2000; round++) {
                crowded.evaluate(batch, StepOutputs.of(found.fill((byte) 0)));
                assertThat(found.mismatch(expected)).as("round %d", round).isEqualTo(-1);
            }
        }
    }

    @Test
    void anotherSeedGivesOtherWeights() {
        assertThat(trained(1, 12, 3)).usingRecursiveComparison().isNotEqualTo(trained(1, 12, 4));
    }

    @Test
    void memoryThatIsTooSmallIsRefused() {
        try (var arena = Arena.ofConfined();
                var session = new CpuEngine().open(program(), new Options(1, 0))) {
            var batch = batch(arena, 4, new Random(1));
            var tooSmall = new Batch(5, batch.inputs(), batch.targets());
            var predictions = arena.allocate(80);
            assertThatThrownBy(() -> session.train(tooSmall, 0, StepOutputs.of(predictions)))
                    .hasMessageContaining("the memory for image");
            assertThatThrownBy(() -> session.train(batch, 0, StepOutputs.of(MemorySegment.NULL)))
                    .hasMessageContaining("the memory for prediction");
        }
    }

    @Test
    void predictionsDoNotDependOnHowTheyAreBatched() {
        try (var arena = Arena.ofConfined();
                var session = new CpuEngine().open(program(), new Options(2, 0))) {
            var batch = batch(arena, 40, new Random(1));
            var together = arena.allocate(40 * 16);
            session.predict(batch, StepOutputs.of(together));
            var alone = arena.allocate(16);
            for (var sample = 0; sample < 40; sample += 13) {
                var image = batch.inputs().getFirst().asSlice(sample * 800L, 800);
                session.predict(new Batch(1, List.of(image), List.of()), StepOutputs.of(alone));
                for (var k = 0; k < 4; k++) {
                    assertThat(alone.getAtIndex(ValueLayout.JAVA_FLOAT, k))
                            .isCloseTo(
                                    together.getAtIndex(ValueLayout.JAVA_FLOAT, sample * 4L + k),
                                    org.assertj.core.data.Offset.offset(1e-6f));
                }
            }
        }
    }
}
