package dev.updraft.engine.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withPrecision;

import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Engine;
import dev.updraft.engine.Engine.Options;
import dev.updraft.engine.TestPrograms;
import dev.updraft.engine.reference.Precision;
import dev.updraft.engine.reference.ReferenceEngine;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums of rows that the loop which makes them goes on with: of rows shorter and longer than a block, in batches of odd sizes. */
class RowStepsTest {
    private static final int CLASSES = 3;

    /**
     * Samples of three rows: layer normalization, softmax with its gradient, sums that are an output of their own, rows that meet a
     * number for each place and one for each row.
     */
    private static Program program(int length) {
        return TestPrograms.program("""
                model Rows(length: int = %s) {
                    input x: float[3, length]
                    target label: class[3]
                    network {
                        h = x + (x -> layer_norm) * weight((3, 1), initializer: ones)
                        shares = softmax(h * 0.5)
                        longest = max(h, axis: 2, keep: true)
                        total = sum(h * h, axis: 2, keep: true)
                        mean = mean(shares * h, axis: 2, keep: true)
                        scaled = h / sqrt(total + 1.0) + weight((3, length), initializer: ones) - longest * mean
                        normal = scaled + shares -> layer_norm -> gelu
                        normal * tanh(total * 0.01) -> flatten -> dense(3) -> logits
                    }
                    loss sparse_categorical_crossentropy(logits, label)
                    optimizer sgd(learning_rate: 0.1)
                }""".formatted(length));
    }

    private static Batch batch(Arena arena, int size, int length, long seed) {
        var random = new Random(seed);
        var values = arena.allocate(JAVA_FLOAT, 3L * size * length);
        for (var i = 0; i < 3 * size * length; i++) {
            values.setAtIndex(JAVA_FLOAT, i, random.nextFloat() - 0.5f);
        }
        var labels = arena.allocate(JAVA_INT, size);
        for (var i = 0; i < size; i++) {
            labels.setAtIndex(JAVA_INT, i, random.nextInt(CLASSES));
        }
        return new Batch(size, List.of(values), List.of(labels));
    }

    private static Map<String, float[]> trained(Engine engine, int length, int threads, int size) {
        var program = program(length);
        try (var arena = Arena.ofConfined();
                var session = engine.open(program, new Options(threads, 3))) {
            for (var step = 0; step < 3; step++) {
                var batch = batch(arena, step < 2 ? size : Math.max(1, size - 3), length, step);
                session.train(batch, step, StepOutputs.of(arena.allocate(JAVA_FLOAT, (long) size * CLASSES)));
            }
            return TestPrograms.variables(program, session);
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 33", "7, 70", "96, 33", "300, 7", "1024, 7", "1025, 3"})
    void weightsAreTheSameToTheBitAtAnyNumberOfThreads(int length, int size) {
        var alone = trained(new CpuEngine(), length, 1, size);
        for (var threads : new int[] {2, 3, 8}) {
            trained(new CpuEngine(), length, threads, size)
                    .forEach((name, values) ->
                            assertThat(values).as(name).isEqualTo(Objects.requireNonNull(alone.get(name), name)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7, 96, 300, 513, 1024, 1025})
    void theyLearnWhatTheReferenceLearns(int length) {
        for (var size : new int[] {1, 5, 33}) {
            var expected = trained(new ReferenceEngine(Precision.FLOAT64), length, 1, size);
            trained(new CpuEngine(), length, 2, size).forEach((name, values) -> {
                var wanted = Objects.requireNonNull(expected.get(name), name);
                var furthest = IntStream.range(0, values.length)
                        .mapToDouble(i -> Math.abs(values[i] - wanted[i]))
                        .max();
                assertThat(furthest).as("%s, %s samples", name, size).hasValueCloseTo(0.0, withPrecision(2e-4));
            });
        }
    }
}
