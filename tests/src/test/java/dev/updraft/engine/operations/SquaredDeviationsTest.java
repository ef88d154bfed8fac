package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.fixed;
import static dev.updraft.engine.operations.Operand.spread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.engine.Engine;
import dev.updraft.engine.TestEngines;
import dev.updraft.engine.reference.Precision;
import dev.updraft.engine.reference.ReferenceEngine;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SquaredDeviationsTest extends OperationTest {

    @Override
    List<Case> cases() {
        return List.of(
                Case.of(new Op.SquaredDeviations(List.of(0)), spread(Shape.batch(7))),
                Case.of(new Op.SquaredDeviations(List.of(1)), spread(Shape.batch(7))),
                Case.of(new Op.SquaredDeviations(List.of(0, 1)), spread(Shape.batch(7))),
                Case.of(new Op.SquaredDeviations(List.of(0, 1, 2)), spread(Shape.batch(3, 2, 5))),
                Case.of(new Op.SquaredDeviations(List.of(0, 2)), spread(Shape.batch(3, 2, 5))),
                Case.of(new Op.SquaredDeviations(List.of(1, 2)), spread(Shape.batch(3, 2, 5))),
                Case.of(new Op.SquaredDeviations(List.of(0)), spread(Shape.of(3, 5))),
                Case.of(new Op.SquaredDeviations(List.of(0)), many(Shape.batch(2100))),
                Case.of(new Op.SquaredDeviations(List.of(0, 1)), many(Shape.batch(1000, 3))));
    }

    private static Operand many(Shape shape) {
        return fixed(shape, 0.1, -0.2, 0.7, 1.3, -0.4, 2.9, 0.6);
    }

    @Test
    void areFromTheMeanOfAll() {
        var x = fixed(Shape.batch(2), 1, 20, 2, 20, 3, 23);
        assertThat(compute(3, new Op.SquaredDeviations(List.of(0)), x)).containsExactly(2, 6);
    }

    static Stream<Engine> inOneReading() {
        return TestEngines.all().stream().filter(engine -> !engine.name().equals("reference"));
    }

    /** In several shards or parts, whose means differ, too. */
    @ParameterizedTest
    @MethodSource("inOneReading")
    void aLargeMeanTakesNothingFromThem(Engine engine) {
        var random = new Random(3);
        var values = new double[70 * 400];
        for (var i = 0; i < values.length; i++) {
            var shift = i < values.length / 2 ? 0 : 1;
            values[i] = (float) (1e4 + shift + random.nextGaussian());
        }
        var subject = Case.of(new Op.SquaredDeviations(List.of(0, 1)), fixed(Shape.batch(400), values));
        var program = new CaseProgram(subject, CaseProgram.NONE);
        // A device joins many more parts, each rounded to float32.
        var tolerance = engine.name().equals("cpu") ? 1e-6 : 1e-5;
        try (var expected = new CaseSession(new ReferenceEngine(Precision.FLOAT64), program);
                var found = new CaseSession(engine, program)) {
            var wanted = expected.run(70);
            found.run(70).forEach((name, result) -> {
                var sum = Objects.requireNonNull(wanted.get(name))[0];
                assertThat(result[0]).as(name).isCloseTo(sum, within(tolerance * sum));
            });
        }
    }
}
