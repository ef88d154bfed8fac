package dev.updraft.engine.functions;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.updraft.compiler.ops.Variable;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The figures are Keras's, by {@code figures.py} beside {@code figures.txt}. */
class ActivationAndLossTest {
    /** Engines compute in float32, and approximate: relative, so that a tail cannot vanish. */
    private static final double RTOL = 2e-5;

    /** What a sum of 1 and a small number loses, in {@code 1 + erf(x)} and, at a slope, {@code 1 - y²}. */
    private static final double ATOL = 2e-6;

    /** Below it engines may give denormals, or 0. */
    private static final double SMALLEST = 1e-30;

    /** So far from any output that the gradient of its absolute error is 1. */
    private static final float FAR = -1e33f;

    private record Point(String kind, String function, float x, float target, double value, double gradient) {
        static Point parse(String line) {
            var cells = line.split("\t");
            var last = cells.length - 1;
            var target = cells.length == 6 ? Float.parseFloat(cells[3]) : FAR;
            return new Point(
                    cells[0],
                    cells[1],
                    Float.parseFloat(cells[2]),
                    target,
                    Double.parseDouble(cells[last - 1]),
                    Double.parseDouble(cells[last]));
        }

        boolean isActivation() {
            return kind.equals("activation");
        }

        /** Of gelu it is half of x times that sum; OpenCL lets {@code tanh} be wrong by five units in the last place. */
        double atol() {
            return switch (function) {
                case "tanh", "tanh_shrink" -> ATOL;
                default ->
                    function.startsWith("gelu") ? Math.max(ATOL, 5 * Math.ulp(0.5f) * Math.abs(x) / 2) : SMALLEST;
            };
        }

        /** A bias before the function learns at rate 1 from one sample, so that it becomes minus the gradient. */
        String model() {
            var name = function.contains("(") ? function.substring(0, function.indexOf('(')) : function;
            var arguments =
                    name.equals(function) ? "" : ", " + function.substring(name.length() + 1, function.length() - 1);
            var hidden = isActivation() ? ", activation: " + function : "";
            var loss = isActivation() ? "mae(out, y)" : name + "(out, y" + arguments + ")";
            return """
                    model Point {
                        input x: float[1]
                        target y: float[1]
                        network { x -> dense(1, kernel_initializer: ones%s) -> out }
                        loss %s
                        optimizer sgd(learning_rate: 1)
                        fit { epochs: 1 }
                    }
                    """.formatted(hidden, loss);
        }
    }

    private static List<Point> points() {
        try (InputStream text =
                Objects.requireNonNull(ActivationAndLossTest.class.getResourceAsStream("figures.txt"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(Point::parse)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyEngineGivesValuesAndGradientsOfKeras() {
        var byModel = points().stream().collect(groupingBy(Point::model, LinkedHashMap::new, toList()));
        return TestEngines.all().stream()
                .flatMap(engine -> TestEngines.cases(engine, byModel.entrySet())
                        .map(entry -> dynamicTest(
                                engine.description() + ": "
                                        + entry.getValue().getFirst().function(),
                                () -> assertAgrees(engine, entry.getKey(), entry.getValue()))));
    }

    @TestFactory
    Stream<DynamicTest> notANumberStaysOne() {
        var models =
                points().stream().filter(Point::isActivation).map(Point::model).collect(toSet());
        return TestEngines.all().stream()
                .map(engine ->
                        dynamicTest(engine.description(), () -> models.forEach(model -> assertNan(engine, model))));
    }

    private static void assertNan(Engine engine, String model) {
        try (var arena = Arena.ofConfined();
                var session = engine.open(TestPrograms.program(model), new Engine.Options(1, 0))) {
            var predictions = arena.allocate(JAVA_FLOAT);
            var batch = new Batch(1, List.of(scalar(arena, Float.NaN)), List.of(scalar(arena, 0)));
            session.predict(batch, StepOutputs.of(predictions));
            assertThat(predictions.get(JAVA_FLOAT, 0)).as(model).isNaN();
        }
    }

    private static void assertAgrees(Engine engine, String model, List<Point> points) {
        var program = TestPrograms.program(model);
        try (var arena = Arena.ofConfined();
                var session = engine.open(program, new Engine.Options(1, 0))) {
            var initial = TestPrograms.variables(program, session);
            var predictions = arena.allocate(JAVA_FLOAT);
            for (var point : points) {
                for (var variable : program.variables()) {
                    session.write(variable, arena.allocateFrom(JAVA_FLOAT, initial(initial, variable)));
                }
                var batch = new Batch(1, List.of(scalar(arena, point.x)), List.of(scalar(arena, point.target)));
                var loss = session.train(batch, 0, StepOutputs.of(predictions));
                var value = point.isActivation() ? predictions.get(JAVA_FLOAT, 0) : loss;
                var gradient = -bias(TestPrograms.variables(program, session));
                assertClose(point + ", value", value, point.value, point.atol());
                assertClose(
                        point + ", gradient", gradient, point.gradient, ATOL * Math.max(1, Math.abs(point.gradient)));
            }
        }
    }

    private static void assertClose(String what, double found, double expected, double atol) {
        assertThat(found).as(what).isCloseTo(expected, within(RTOL * Math.abs(expected) + atol));
    }

    private static float[] initial(Map<String, float[]> initial, Variable variable) {
        return Objects.requireNonNull(initial.get(variable.name()));
    }

    private static float bias(Map<String, float[]> variables) {
        return variables.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("bias"))
                .findFirst()
                .orElseThrow()
                .getValue()[0];
    }

    private static MemorySegment scalar(Arena arena, float value) {
        return arena.allocateFrom(JAVA_FLOAT, value);
    }
}
