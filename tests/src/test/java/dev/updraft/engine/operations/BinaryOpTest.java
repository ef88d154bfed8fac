package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.fixed;
import static dev.updraft.engine.operations.Operand.spread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.Gradients;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BinaryOpTest extends OperationTest {

    @Override
    List<Case> cases() {
        return Stream.of(BinaryFunction.values())
                .flatMap(function -> Stream.of(Shape.batch(7), Shape.of(3, 5), Shape.batch(2, 3, 17))
                        .map(shape ->
                                Case.of(new Op.BinaryOp(function), left(function, shape), divisor(function, shape))))
                .toList();
    }

    private static Operand left(BinaryFunction function, Shape shape) {
        return function == BinaryFunction.POWER ? spread(shape, 0.3, 4) : spread(shape);
    }

    private static Operand divisor(BinaryFunction function, Shape shape) {
        return function == BinaryFunction.DIVIDE ? spread(shape, 0.3, 4) : spread(shape);
    }

    @ParameterizedTest
    @CsvSource({
        "ADD, 1, 2, 3",
        "SUBTRACT, 1, 2, -1",
        "MULTIPLY, 3, -2, -6",
        "DIVIDE, 3, -2, -1.5",
        "POWER, 3, -2, 0.1111111111111111",
        "POWER, -2, 3, -8",
        "POWER, 0, 0, 1",
        "POWER, 0, 2, 0",
        "MAXIMUM, 1, 2, 2",
        "MAXIMUM, 2, 1, 2",
        "MINIMUM, 1, 2, 1",
        "MINIMUM, 2, 1, 1",
        "LESS, 1, 2, 1",
        "LESS, 2, 2, 0",
        "LESS, 3, 2, 0",
        "EQUAL, 2, 2, 1",
        "EQUAL, 1, 2, 0",
        "RELU_GRAD, 5, 0.1, 5",
        "RELU_GRAD, 5, 0, 0",
        "RELU_GRAD, 5, -1, 0",
    })
    void givesTheValueOfTheFunction(BinaryFunction function, double a, double b, double expected) {
        assertThat(compute(1, new Op.BinaryOp(function), fixed(Shape.batch(1), a), fixed(Shape.batch(1), b)))
                .containsExactly(expected);
    }

    @ParameterizedTest
    @EnumSource(names = {"MAXIMUM", "MINIMUM"})
    void equalOperandsShareTheGradient(BinaryFunction function) {
        var both = Case.of(
                "gradients",
                (to, nodes) -> {
                    var loss = to.sumAll(to.combine(function, nodes.get(0), nodes.get(1)));
                    return to.add(new Op.Concat(1), Gradients.of(to, loss, nodes));
                },
                fixed(Shape.batch(1), 3),
                fixed(Shape.batch(1), 3));
        assertThat(compute(1, both)).containsExactly(0.5, 0.5);
    }

    /** Where the rule of the power as such would give 0 · ∞. */
    @ParameterizedTest
    @CsvSource({"0, 0, 0, 0", "0, 2, 0, 0", "0, 1, 1, 0", "3, 0, 0, 1.0986122886681098", "-2, 2, -4, NaN"})
    void powersHaveGradientsAtZero(double a, double b, double ofBase, double ofExponent) {
        var both = Case.of(
                "gradients",
                (to, nodes) -> {
                    var loss = to.sumAll(to.combine(BinaryFunction.POWER, nodes.get(0), nodes.get(1)));
                    return to.add(new Op.Concat(1), Gradients.of(to, loss, nodes));
                },
                fixed(Shape.batch(1), a),
                fixed(Shape.batch(1), b));
        assertThat(compute(1, both)).containsExactly(ofBase, ofExponent);
    }

    @Property(tries = 10)
    void keepsTheShape(@ForAll BinaryFunction function, @ForAll("shapes") Shape shape) {
        assertThat(shapeOf(new Op.BinaryOp(function), shape, shape)).isEqualTo(shape);
    }

    @Test
    void refusesOperandsOfTwoShapes() {
        assertRefused("one shape", new Op.BinaryOp(BinaryFunction.ADD), Shape.batch(3), Shape.batch(1));
    }
}
