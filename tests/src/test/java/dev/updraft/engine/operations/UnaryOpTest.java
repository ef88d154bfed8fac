package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.fixed;
import static dev.updraft.engine.operations.Operand.spread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.UnaryFunction;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnaryOpTest extends OperationTest {

    @Override
    List<Case> cases() {
        return Stream.of(UnaryFunction.values())
                .flatMap(function -> Stream.of(Shape.batch(7), Shape.of(3, 5), Shape.batch(2, 3, 17))
                        .map(shape -> Case.of(new Op.UnaryOp(function), domain(function, shape))))
                .toList();
    }

    private static Operand domain(UnaryFunction function, Shape shape) {
        return switch (function) {
            case SQRT, LOG -> spread(shape, 0.05, 4);
            case RECIPROCAL -> spread(shape, 0.3, 4);
            case LOG1P -> spread(shape, -0.7, 3);
            // Away from whole numbers, where it jumps.
            case FLOOR -> spread(shape, 1.2, 1.8);
            // No gradient passes, so that central differences say something else.
            case STOP_GRADIENT -> fixed(shape, 1.5, -2, 0.25);
            case NEGATE, ABS, SIGN, SQUARE, EXP, SIN, COS, EXPM1, TANH, SIGMOID, ERF, RELU, FLUSH_DENORMALS ->
                spread(shape, -4, 4);
        };
    }

    /** Metrics to more places than a double holds: DLMF's definitions, by a calculator of arbitrary precision. */
    @ParameterizedTest
    @CsvSource({
        "NEGATE, 1.5, -1.5",
        "ABS, -1.5, 1.5",
        "ABS, 2, 2",
        "SIGN, -3, -1",
        "SIGN, 0, 0",
        "SIGN, 0.1, 1",
        "SQUARE, -3, 9",
        "SQRT, 2, 1.41421356237309504880",
        "RECIPROCAL, -4, -0.25",
        "EXP, 1, 2.71828182845904523536",
        "EXPM1, 1, 1.71828182845904523536",
        "EXPM1, 1e-10, 1.00000000005e-10",
        "EXPM1, -1e-7, -9.9999995000000166667e-8",
        "EXPM1, -50, -1",
        "LOG, 10, 2.30258509299404568402",
        "LOG1P, 1e-10, 9.9999999995e-11",
        "LOG1P, -9e-5, -9.00040502430163640368e-5",
        "LOG1P, 1.1e-4, 1.09993950443630067387e-4",
        "LOG1P, 12, 2.56494935746153673605",
        "SIN, 0.5, 0.47942553860420300027",
        "SIN, -20, -0.91294525072762765438",
        "COS, 0.5, 0.87758256189037271612",
        "COS, 20, 0.40808206181339198606",
        "FLOOR, 2.5, 2",
        "FLOOR, -2.5, -3",
        "FLOOR, -3, -3",
        "TANH, 0.5, 0.46211715726000975850",
        "SIGMOID, 1, 0.73105857863000487926",
        "SIGMOID, -1000, 0",
        "SIGMOID, 1000, 1",
        "ERF, 0, 0",
        "ERF, 0.5, 0.52049987781304653768",
        "ERF, -1, -0.84270079294971486934",
        "ERF, 3, 0.99997790950300141456",
        "ERF, 10, 1",
        "RELU, -1, 0",
        "RELU, 2.5, 2.5",
        "FLUSH_DENORMALS, 1e-31, 0",
        "FLUSH_DENORMALS, -1e-29, -1e-29",
        "FLUSH_DENORMALS, 3, 3",
    })
    void givesTheValueOfTheFunction(UnaryFunction function, double x, double expected) {
        var found = compute(1, new Op.UnaryOp(function), fixed(Shape.batch(1), x))[0];
        assertThat(found).isCloseTo(expected, within(1e-14 * Math.abs(expected)));
    }

    @Property(tries = 10)
    void keepsTheShape(@ForAll UnaryFunction function, @ForAll("shapes") Shape shape) {
        assertThat(shapeOf(new Op.UnaryOp(function), shape)).isEqualTo(shape);
    }
}
