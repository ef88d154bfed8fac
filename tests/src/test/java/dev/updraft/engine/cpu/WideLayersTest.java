package dev.updraft.engine.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withPrecision;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Engine;
import dev.updraft.engine.Engine.Options;
import dev.updraft.engine.TestPrograms;
import dev.updraft.engine.reference.Precision;
import dev.updraft.engine.reference.ReferenceEngine;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.Session;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers so wide that some of their operations are computed once for the whole batch, cut into parts of odd sizes. */
class WideLayersTest {
    private static final int INPUTS = 260;
    private static final int CLASSES = 3;

    private static final Program DENSE =
            program("float[260]", "x -> dense(600, activation: relu) -> dropout(0.2) -> dense(520, activation: tanh)");

    /** The shards meet for the gradient alone. */
    private static final Program CONVOLUTION = program(
            "float[13, 20, 1]",
            "x -> conv2d(2, kernel: 3, padding: same, activation: relu) -> flatten -> dense(520, activation: relu)");

    private static final int ROWS = 20_001;

    /** The shards meet for the gradient of the table. */
    private static final Program TABLE =
            program("int[260]", "x -> embedding(20001, 16) -> flatten -> dense(5, activation: tanh)");

    /** Updates follow the parts of the gradients of tables, the last of which has fewer rows. */
    private static final Program UPDATED_TABLES = TestPrograms.program("""
            model Wide {
                input x: int[260]
                target label: class[3]
                network {
                    wide = sum(x -> embedding(20001, 1) -> flatten, axis: 1, keep: true)
                    deep = x -> embedding(20001, 7) -> flatten -> dense(3)
                    logits = wide + deep
                }
                loss sparse_categorical_crossentropy(logits, label)
                optimizer adam(learning_rate: 0.01, epsilon: 0.001)
            }""");

    /** Updates follow the parts of gradients. */
    private static final Program UPDATED = TestPrograms.program("""
            model Wide {
                input x: float[260]
                target label: class[3]
                network {
                    x -> dense(520, activation: relu) -> dense(520, activation: tanh) -> dense(531) -> dense(3) -> logits
                }
                loss sparse_categorical_crossentropy(logits, label)
                optimizer sgd(learning_rate: 0.1, momentum: 0.9)
            }""");

    /** So many channels that convolutions go tile by tile. */
    private static final Program TILES = TestPrograms.program("""
            model Wide {
                input x: float[13, 20, 1]
                target label: class[3]
                network {
                    x
                        -> conv2d(32, kernel: 3, padding: same, activation: tanh)
                        -> conv2d(35, kernel: 3, padding: same, activation: relu)
                        -> conv2d(33, kernel: 3)
                        -> global_average_pool2d
                        -> dense(3)
                        -> logits
                }
                loss sparse_categorical_crossentropy(logits, label)
                optimizer sgd(learning_rate: 0.1, momentum: 0.9)
            }""");

    private static final List<Program> PROGRAMS = List.of(DENSE, CONVOLUTION, TABLE, UPDATED_TABLES, UPDATED, TILES);

    private static Program program(String input, String layers) {
        return TestPrograms.program("""
                model Wide {
                    input x: %s
                    target label: class[3]
                    network { %s -> dense(3) -> logits }
                    loss sparse_categorical_crossentropy(logits, label)
                    optimizer adam(learning_rate: 0.01, clipnorm: 1.0)
                }""".formatted(input, layers));
    }

    /** Without what makes much of small differences. */
    private static final Program BF16 = TestPrograms.program("""
            model Wide {
                input x: float[260]
                target label: class[3]
                network { x -> dense(600, activation: relu) -> dense(520, activation: tanh) -> dense(3) -> logits }
                loss sparse_categorical_crossentropy(logits, label)
                optimizer sgd(learning_rate: 0.1)
                fit { precision: bf16 }
            }""");

    private static Batch batch(Arena arena, int size, long seed) {
        return batch(arena, size, seed, false);
    }

    /** @param ofRows whether inputs are numbers of rows of a table, some of them more often than others */
    private static Batch batch(Arena arena, int size, long seed, boolean ofRows) {
        var random = new Random(seed);
        var values = arena.allocate(JAVA_FLOAT, (long) size * INPUTS);
        for (var i = 0; i < size * INPUTS; i++) {
            if (ofRows) {
                values.setAtIndex(JAVA_INT, i, random.nextInt(1 + random.nextInt(ROWS)));
            } else {
                values.setAtIndex(JAVA_FLOAT, i, random.nextFloat() - 0.5f);
            }
        }
        var labels = arena.allocate(JAVA_INT, size);
        for (var i = 0; i < size; i++) {
            labels.setAtIndex(JAVA_INT, i, random.nextInt(CLASSES));
        }
        return new Batch(size, List.of(values), List.of(labels));
    }

    private static Map<String, float[]> trained(Engine engine, Program program, int threads, int size) {
        try (var arena = Arena.ofConfined();
                var session = engine.open(program, new Options(threads, 3))) {
            for (var step = 0; step < 3; step++) {
                var batch = batch(
                        arena,
                        step < 2 ? size : Math.max(1, size - 3),
                        step,
                        program.equals(TABLE) || program.equals(UPDATED_TABLES));
                session.train(batch, step, StepOutputs.of(arena.allocate(JAVA_FLOAT, (long) size * CLASSES)));
            }
            return TestPrograms.variables(program, session);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "7, 3", "33, 2", "33, 8", "129, 2", "129, 3", "129, 8"})
    void weightsAreTheSameToTheBitAtAnyNumberOfThreads(int size, int threads) {
        for (var program : PROGRAMS) {
            var alone = trained(new CpuEngine(), program, 1, size);
            trained(new CpuEngine(), program, threads, size)
                    .forEach((name, values) -> assertThat(
                                    Arrays.mismatch(values, Objects.requireNonNull(alone.get(name), name)))
                            .as(name)
                            .isEqualTo(-1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 33})
    void theyLearnWhatTheReferenceLearns(int size) {
        for (var program : PROGRAMS) {
            var expected = trained(new ReferenceEngine(Precision.FLOAT64), program, 1, size);
            trained(new CpuEngine(), program, 2, size).forEach((name, values) -> {
                var wanted = Objects.requireNonNull(expected.get(name), name);
                var furthest = IntStream.range(0, values.length)
                        .mapToDouble(i -> Math.abs(values[i] - wanted[i]))
                        .max();
                assertThat(furthest).as(name).hasValueCloseTo(0.0, withPrecision(2e-4));
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {7})
    void theyLearnInBf16WhatTheReferenceLearns(int size) {
        var expected = trained(new ReferenceEngine(Precision.FLOAT32), BF16, 1, size);
        var alone = trained(new CpuEngine(), BF16, 1, size);
        trained(new CpuEngine(), BF16, 3, size).forEach((name, values) -> {
            assertThat(values).as(name).isEqualTo(alone.get(name));
            assertThat(values)
                    .as(name)
                    .containsExactly(Objects.requireNonNull(expected.get(name), name), within(1e-3f));
        });
    }

    @Test
    void aSampleAloneGetsTheNumbersThatItGetsInCompany() {
        try (var arena = Arena.ofConfined();
                var session = new CpuEngine().open(DENSE, new Options(2, 0))) {
            var together = predictions(session, batch(arena, 129, 1), arena);
            for (var size : List.of(1, 2, 7, 31, 64)) {
                for (var first = 0; first + size <= 129; first += 61) {
                    var inputs = batch(arena, 129, 1).inputs().getFirst();
                    var part = inputs.asSlice((long) first * INPUTS * Float.BYTES, (long) size * INPUTS * Float.BYTES);
                    var found = predictions(session, new Batch(size, List.of(part), List.of()), arena);
                    assertThat(found)
                            .as("%s samples from %s on", size, first)
                            .isEqualTo(Arrays.copyOfRange(together, first * CLASSES, (first + size) * CLASSES));
                }
            }
        }
    }

    private static float[] predictions(Session session, Batch batch, Arena arena) {
        var found = arena.allocate(JAVA_FLOAT, (long) batch.size() * CLASSES);
        session.predict(batch, StepOutputs.of(found));
        return found.toArray(JAVA_FLOAT);
    }
}
