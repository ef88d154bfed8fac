package dev.updraft.engine.functions;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.engine.Engine;
import dev.updraft.engine.TestEngines;
import dev.updraft.engine.TestPrograms;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.StepOutputs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses of rows of three values and their gradients, against Keras 3.15 with the JAX backend, by {@code losses.py}. */
class LossFiguresTest {
    private static final int SAMPLES = 3;

    /** A line of the figures. */
    record Figure(String loss, String target, double[] predictions, double[] targets, double value, double[] gradient) {
        static Figure parse(String line) {
            var cells = line.split("\t");
            return new Figure(
                    cells[0],
                    cells[1],
                    numbers(cells[2]),
                    numbers(cells[3]),
                    Double.parseDouble(cells[4]),
                    numbers(cells[5]));
        }

        private static double[] numbers(String cell) {
            return Stream.of(cell.split(" ")).mapToDouble(Double::parseDouble).toArray();
        }

        /** Biases learn at rate 1 from one batch, so that they become minus the gradient. */
        String model() {
            return """
                    model Figure {
                        input x: float[3]
                        target y: %s
                        network { x -> dense(3, kernel_initializer: identity) -> out }
                        loss %s
                        optimizer sgd(learning_rate: 1)
                    }
                    """.formatted(target, loss);
        }

        @Override
        public String toString() {
            return loss + " of " + target;
        }
    }

    private static List<Figure> figures() {
        try (InputStream text = Objects.requireNonNull(LossFiguresTest.class.getResourceAsStream("losses.txt"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(Figure::parse)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static Stream<Arguments> enginesAndFigures() {
        return TestEngines.all().stream()
                .flatMap(engine -> TestEngines.cases(engine, figures())
                        .map(figure -> Arguments.of(Named.of(engine.description(), engine), figure)));
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("enginesAndFigures")
    void theLossAndItsGradientAreThoseOfKeras(Engine engine, Figure figure) {
        var program = TestPrograms.program(figure.model());
        try (var arena = Arena.ofConfined();
                var session = engine.open(program, new Engine.Options(2, 0))) {
            var targets =
                    figure.target.startsWith("class") ? ints(arena, figure.targets) : floats(arena, figure.targets);
            var batch = new Batch(SAMPLES, List.of(floats(arena, figure.predictions)), List.of(targets));
            var outputs = StepOutputs.allocate(program, SAMPLES, arena);

            assertClose("value", session.evaluate(batch, outputs), figure.value);
            session.train(batch, 0, outputs);
            var bias = bias(TestPrograms.variables(program, session));
            for (var i = 0; i < bias.length; i++) {
                assertClose("gradient of column " + i, -bias[i], figure.gradient[i]);
            }
        }
    }

    private static void assertClose(String what, double found, double expected) {
        assertThat(found).as(what).isCloseTo(expected, within(2e-6 + 2e-5 * Math.abs(expected)));
    }

    private static float[] bias(Map<String, float[]> variables) {
        return Objects.requireNonNull(variables.get("dense/bias"));
    }

    private static MemorySegment floats(Arena arena, double[] values) {
        var segment = arena.allocate(JAVA_FLOAT, values.length);
        for (var i = 0; i < values.length; i++) {
            segment.setAtIndex(JAVA_FLOAT, i, (float) values[i]);
        }
        return segment;
    }

    private static MemorySegment ints(Arena arena, double[] values) {
        var segment = arena.allocate(JAVA_INT, values.length);
        for (var i = 0; i < values.length; i++) {
            segment.setAtIndex(JAVA_INT, i, (int) values[i]);
        }
        return segment;
    }
}
