package dev.updraft.engine.cpu.winograd;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Engine.Options;
import dev.updraft.engine.TestPrograms;
import dev.updraft.engine.cpu.CpuEngine;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.Session;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks whose convolutions have many channels, with images of a single tile and of several. */
class WinogradTest {
    private static final int SAMPLES = 37;
    private static final int CLASSES = 3;

    private static Program program(int extent) {
        return TestPrograms.program("""
                model Wide {
                    input x: float[%1$s, %1$s, 33]
                    target label: class[3]
                    network {
                        x -> conv2d(40, kernel: 3, padding: same, activation: relu) -> conv2d(36, kernel: 3, padding: same)
                          -> flatten -> dense(3) -> logits
                    }
                    loss sparse_categorical_crossentropy(logits, label)
                    optimizer sgd(learning_rate: 0.01)
                }""".formatted(extent));
    }

    private static MemorySegment images(Arena arena, int extent) {
        var random = new Random(5);
        var values = arena.allocate(JAVA_FLOAT, (long) SAMPLES * extent * extent * 33);
        for (var i = 0L; i < values.byteSize() / Float.BYTES; i++) {
            values.setAtIndex(JAVA_FLOAT, i, random.nextFloat() - 0.5f);
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void aSampleAloneGetsTheNumbersThatItGetsInCompany(int extent) {
        try (var arena = Arena.ofConfined();
                var session = new CpuEngine().open(program(extent), new Options(2, 0))) {
            var images = images(arena, extent);
            var sample = images.byteSize() / SAMPLES;
            var together = predictions(session, images, SAMPLES, arena);
            for (var size : List.of(1, 2, 5, 16)) {
                for (var first = 0; first + size <= SAMPLES; first += 11) {
                    assertThat(predictions(session, images.asSlice(first * sample, size * sample), size, arena))
                            .as("%s samples from %s on of %s pixels", size, first, extent)
                            .isEqualTo(Arrays.copyOfRange(together, first * CLASSES, (first + size) * CLASSES));
                }
            }
        }
    }

    private static float[] predictions(Session session, MemorySegment images, int size, Arena arena) {
        var found = arena.allocate(JAVA_FLOAT, (long) size * CLASSES);
        session.predict(new Batch(size, List.of(images), List.of()), StepOutputs.of(found));
        return found.toArray(JAVA_FLOAT);
    }

    @Test
    void weightsAreTheSameToTheBitAtAnyNumberOfThreads() {
        var alone = trained(1);
        for (var threads : List.of(2, 3, 8)) {
            assertThat(trained(threads))
                    .as("%s threads", threads)
                    .usingRecursiveComparison()
                    .isEqualTo(alone);
        }
    }

    private static List<float[]> trained(int threads) {
        var program = program(7);
        try (var arena = Arena.ofConfined();
                var session = new CpuEngine().open(program, new Options(threads, 0))) {
            var labels = arena.allocate(JAVA_INT, SAMPLES);
            for (var i = 0; i < SAMPLES; i++) {
                labels.setAtIndex(JAVA_INT, i, i % CLASSES);
            }
            var batch = new Batch(SAMPLES, List.of(images(arena, 7)), List.of(labels));
            for (var step = 0; step < 2; step++) {
                session.train(batch, step, StepOutputs.of(arena.allocate(JAVA_FLOAT, (long) SAMPLES * CLASSES)));
            }
            return List.copyOf(TestPrograms.variables(program, session).values());
        }
    }
}
