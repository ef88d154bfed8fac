package dev.updraft.engine.networks;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.DrawnSamples;
import dev.updraft.engine.Engine;
import dev.updraft.engine.TestEngines;
import dev.updraft.engine.reference.Precision;
import dev.updraft.engine.reference.ReferenceEngine;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.Session;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Blocks all of whose uses have the same weights, on every engine. */
class SharedBlocksTest {
    private static final Engine FLOAT64 = new ReferenceEngine(Precision.FLOAT64);
    private static final Engine.Options OPTIONS = new Engine.Options(2, 3);

    private static final String SIAMESE = """
            model Siamese {
                input a: float[4]
                input b: float[4]
                target y: float[3]
                network {
                    concat(tower(a), tower(b)) -> dense(3) -> output
                }
                loss mse(output, y)
                optimizer %s
            }
            shared block tower(x) {
                return x -> dense(5, activation: tanh%s) -> dense(3)
            }
            """;

    private static final List<Named<String>> MODELS = List.of(
            Named.of("two inputs", SIAMESE.formatted("adam(learning_rate: 0.02)", "")),
            Named.of("images of two sizes, with a penalty", """
                    model Images {
                        input a: float[6, 5, 2]
                        input b: float[4, 7, 2]
                        target y: class[3]
                        network {
                            concat(eye(a), eye(b)) -> dense(3) -> logits
                        }
                        loss sparse_categorical_crossentropy(logits, y)
                        optimizer sgd(learning_rate: 0.1, momentum: 0.9)
                        fit { gradient_accumulation_steps: 2, ema_momentum: 0.7 }
                    }
                    shared block eye(x) {
                        return x -> conv2d(4, kernel: 3, padding: same, kernel_regularizer: l2(0.01)) -> prelu(constant(0.2), shared_axes: [1, 2])
                                 -> depthwise_conv2d(kernel: 2, activation: tanh) -> global_average_pool2d
                    }
                    """),
            Named.of("tables of integers", """
                    model Words {
                        input a: int[3]
                        input b: int[3]
                        target y: float[2]
                        network { meaning(a) * meaning(b) -> dense(2) -> output }
                        loss mse(output, y)
                        optimizer adam(learning_rate: 0.02)
                    }
                    shared block meaning(words) {
                        return words -> embedding(5, 4) -> flatten -> layer_norm
                    }
                    """),
            Named.of("one after the other, with dropout and running statistics", """
                    model Deep {
                        input x: float[4]
                        target y: float[2]
                        network { x -> repeat 3 { step } -> dense(2) -> output }
                        loss mse(output, y)
                        optimizer sgd(learning_rate: 0.05)
                    }
                    shared block step(x) {
                        return x + (x -> dense(4) -> batch_norm(momentum: 0.8) -> tanh -> dropout(0.25))
                    }
                    """));

    static Stream<Arguments> enginesAndModels() {
        return TestEngines.all().stream()
                .flatMap(engine ->
                        MODELS.stream().map(model -> Arguments.of(Named.of(engine.description(), engine), model)));
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("enginesAndModels")
    void everyEngineAgreesWithFloat64(Engine engine, String text) {
        var program = SeveralTargetsTest.program(text);

        assertThat(SeveralTargetsTest.run(program, engine))
                .containsExactly(SeveralTargetsTest.run(program, FLOAT64), within(2e-4));
    }

    /** A dense layer takes each row of its input for itself: one tower over two rows is two towers. */
    @Test
    void twoUsesAreOneOfBothValuesTogether() {
        var shared = SeveralTargetsTest.program(SIAMESE.formatted("sgd(learning_rate: 0.3)", ""));
        var together = SeveralTargetsTest.program("""
                model Together {
                    input rows: float[2, 4]
                    target y: float[3]
                    network { rows -> dense(5, activation: tanh) -> dense(3) -> flatten -> dense(3) -> output }
                    loss mse(output, y)
                    optimizer sgd(learning_rate: 0.3)
                }
                """);

        assertThat(afterSteps(shared, true)).containsExactly(afterSteps(together, false), within(1e-6));
    }

    /** All weights, then the losses of three steps. */
    private static double[] afterSteps(Program program, boolean apart) {
        var size = 6;
        var random = new Random(7);
        try (var arena = Arena.ofConfined();
                var session = FLOAT64.open(program, OPTIONS)) {
            var rows = drawn(arena, random, size * 8);
            var inputs = List.of(rows);
            if (apart) {
                inputs = List.of(arena.allocate(JAVA_FLOAT, size * 4L), arena.allocate(JAVA_FLOAT, size * 4L));
                for (var i = 0; i < size * 8; i++) {
                    var value = rows.getAtIndex(JAVA_FLOAT, i);
                    inputs.get(i / 4 % 2).setAtIndex(JAVA_FLOAT, i / 8 * 4 + i % 4, value);
                }
            }
            var batch = new Batch(size, inputs, List.of(drawn(arena, random, size * 3)));
            var outputs = StepOutputs.allocate(program, size, arena);
            var losses = Stream.of(0, 1, 2)
                    .mapToDouble(step -> session.train(batch, step, outputs))
                    .toArray();
            return Stream.concat(
                            program.variables().stream().flatMap(variable -> read(session, variable).stream()),
                            Stream.of(losses[0], losses[1], losses[2]))
                    .mapToDouble(Double::doubleValue)
                    .toArray();
        }
    }

    @Test
    void gradientsAreThoseOfFiniteDifferences() {
        var step = 1e-2;
        var program = SeveralTargetsTest.program(
                SIAMESE.formatted("sgd(learning_rate: 1)", ", kernel_regularizer: l2(0.05)"));
        var batch = new DrawnSamples(program, 5, 3, false).batch(0, 5);
        try (var arena = Arena.ofConfined();
                var session = FLOAT64.open(program, OPTIONS);
                var trained = FLOAT64.open(program, OPTIONS)) {
            var outputs = StepOutputs.allocate(program, 5, arena);
            trained.train(batch, 0, outputs);
            for (var variable : program.variables()) {
                var values = read(session, variable);
                var after = read(trained, variable);
                for (var i = 0; i < values.size(); i++) {
                    var above = lossWith(session, variable, values, i, step, batch, outputs, arena);
                    var below = lossWith(session, variable, values, i, -step, batch, outputs, arena);
                    assertThat(values.get(i) - after.get(i))
                            .as("%s, element %s", variable.name(), i)
                            .isCloseTo((above - below) / (2 * step), within(1e-4));
                }
                session.write(variable, floats(arena, values));
            }
        }
    }

    private static double lossWith(
            Session session,
            Variable variable,
            List<Double> values,
            int index,
            double change,
            Batch batch,
            StepOutputs outputs,
            Arena arena) {
        var changed = floats(arena, values);
        changed.setAtIndex(JAVA_FLOAT, index, (float) (values.get(index) + change));
        session.write(variable, changed);
        return session.evaluate(batch, outputs);
    }

    @Test
    void aPenaltyCountsOnce() {
        var plain = SeveralTargetsTest.program(SIAMESE.formatted("adam", ""));
        var penalized = SeveralTargetsTest.program(SIAMESE.formatted("adam", ", kernel_regularizer: l2(0.5)"));
        var batch = new DrawnSamples(plain, 4, 3, false).batch(0, 4);
        try (var arena = Arena.ofConfined();
                var session = FLOAT64.open(plain, OPTIONS);
                var other = FLOAT64.open(penalized, OPTIONS)) {
            var outputs = StepOutputs.allocate(plain, 4, arena);
            var squares = read(session, plain.variables().getFirst()).stream()
                    .mapToDouble(value -> value * value)
                    .sum();

            assertThat(other.evaluate(batch, outputs) - session.evaluate(batch, outputs))
                    .isCloseTo(0.5 * squares, within(1e-6));
        }
    }

    /** As Keras has it, which calls the layer twice: the second use follows what the first has left. */
    @ParameterizedTest
    @MethodSource("engines")
    void runningStatisticsFollowOneUseAfterTheOther(Engine engine) {
        var program = SeveralTargetsTest.program("""
                model Running {
                    input a: float[1]
                    input b: float[1]
                    target y: float[1]
                    network { normal(a) + normal(b) -> output }
                    loss mse(output, y)
                    optimizer sgd(learning_rate: 0.1)
                }
                shared block normal(x) { return x -> batch_norm(momentum: 0.75) }
                """);
        try (var arena = Arena.ofConfined();
                var session = engine.open(program, OPTIONS)) {
            var batch = new Batch(
                    2,
                    List.of(arena.allocateFrom(JAVA_FLOAT, 1, 3), arena.allocateFrom(JAVA_FLOAT, 10, 20)),
                    List.of(arena.allocateFrom(JAVA_FLOAT, 0, 0)));
            session.train(batch, 0, StepOutputs.allocate(program, 2, arena));

            // Means 2 and 15, biased variances 1 and 25.
            assertThat(values(session, program, "normal/batch_norm/moving_mean"))
                    .containsExactly(new double[] {0.75 * (0.25 * 2) + 0.25 * 15}, within(1e-6));
            assertThat(values(session, program, "normal/batch_norm/moving_variance"))
                    .containsExactly(new double[] {0.75 * (0.75 * 1 + 0.25 * 1) + 0.25 * 25}, within(1e-5));
        }
    }

    static Stream<Named<Engine>> engines() {
        return TestEngines.all().stream().map(engine -> Named.of(engine.description(), engine));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void eachUseDropsOtherValues(Engine engine) {
        var program = SeveralTargetsTest.program("""
                model Dropped {
                    input x: float[100]
                    target y: float[100]
                    network { noisy(x) - noisy(x) -> output }
                    loss mse(output, y)
                    optimizer sgd(learning_rate: 0.1)
                }
                shared block noisy(x) { return x -> prelu -> dropout(0.5) }
                """);
        var batch = new DrawnSamples(program, 4, 3, false).batch(0, 4);
        try (var arena = Arena.ofConfined();
                var session = engine.open(program, OPTIONS)) {
            var outputs = StepOutputs.allocate(program, 4, arena);
            session.train(batch, 0, outputs);
            var differences = doubles(outputs.values().getFirst());
            session.predict(batch, outputs);

            assertThat(Arrays.stream(differences).filter(value -> value != 0).count())
                    .isBetween(50L, 200L);
            assertThat(doubles(outputs.values().getFirst())).containsOnly(0);
        }
    }

    private static double[] values(Session session, Program program, String name) {
        return program.variables().stream()
                .filter(variable -> variable.name().equals(name))
                .flatMap(variable -> read(session, variable).stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private static List<Double> read(Session session, Variable variable) {
        try (var arena = Arena.ofConfined()) {
            var values = arena.allocate(JAVA_FLOAT, variable.shape().elementsPerSample());
            session.read(variable, values);
            return Arrays.stream(doubles(values)).boxed().toList();
        }
    }

    private static double[] doubles(MemorySegment floats) {
        return IntStream.range(0, (int) (floats.byteSize() / Float.BYTES))
                .mapToDouble(i -> floats.getAtIndex(JAVA_FLOAT, i))
                .toArray();
    }

    private static MemorySegment floats(Arena arena, List<Double> values) {
        var segment = arena.allocate(JAVA_FLOAT, values.size());
        for (var i = 0; i < values.size(); i++) {
            segment.setAtIndex(JAVA_FLOAT, i, values.get(i).floatValue());
        }
        return segment;
    }

    private static MemorySegment drawn(Arena arena, Random random, int count) {
        return floats(
                arena,
                Stream.generate(() -> 2 * random.nextDouble() - 1).limit(count).toList());
    }
}
