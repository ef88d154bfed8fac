package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.fixed;
import static dev.updraft.engine.operations.Operand.spread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.layers.StepPrecision;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.UnaryFunction;
import dev.updraft.compiler.ops.Window;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.engine.Engine;
import dev.updraft.engine.TestEngines;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What it makes is seen through products, which alone take it. */
class ToBfloat16Test extends OperationTest {
    private static final Op ROUND = new Op.ToBfloat16();
    /** Half way from 1 to the next bfloat16, and from there to the one behind. */
    private static final double HALF = 1 + 0x1p-8;

    private static final double HALF_AND_ONE = 1 + 0x1p-7 + 0x1p-8;

    @Override
    List<Engine> engines() {
        return TestEngines.all().stream()
                .filter(engine -> engine.precisionProblem(StepPrecision.BF16) == null)
                .toList();
    }

    /** Of rounded operands, which no gradient passes through. */
    private static Case rounded(Op product, Operand left, Operand right) {
        return Case.of(
                product + " of bfloat16",
                (to, nodes) -> to.add(product, to.add(ROUND, nodes.get(0)), to.add(ROUND, nodes.get(1))),
                ofValues(left),
                ofValues(right));
    }

    private static Operand ofValues(Operand operand) {
        return operand.differentiable()
                ? fixed(operand.shape(), operand.values(7, operand.shape().rank()))
                : operand;
    }

    private static Case each(double... values) {
        return rounded(new Op.MatMul(false, false), fixed(Shape.batch(1), values), fixed(Shape.of(1, 1), 1));
    }

    @Override
    List<Case> cases() {
        var window = new Window(3, 3, 1, 1, 1, 1, 0, 0, 0, 0);
        var uneven = new Window(3, 2, 2, 2, 1, 1, 1, 1, 1, 0);
        return List.of(
                each(0.1, HALF, HALF_AND_ONE, -HALF, 1e30, -1e-30, 0, -0.0, 3.4e38),
                rounded(new Op.MatMul(false, false), spread(Shape.batch(5)), spread(Shape.of(5, 7))),
                rounded(new Op.MatMul(false, true), spread(Shape.batch(2, 129)), spread(Shape.of(17, 129))),
                rounded(new Op.MatMul(true, false), spread(Shape.batch(17)), spread(Shape.batch(129))),
                rounded(new Op.BatchMatMul(false, true), spread(Shape.batch(3, 5)), spread(Shape.batch(4, 5))),
                Case.of(
                        "product of bfloat16 with bias and relu",
                        (to, nodes) -> {
                            var product = to.add(
                                    new Op.MatMul(false, false),
                                    to.add(ROUND, nodes.get(0)),
                                    to.add(ROUND, nodes.get(1)));
                            var sum = to.add(product, to.broadcast(nodes.get(2), product.shape()));
                            return to.map(UnaryFunction.RELU, sum);
                        },
                        ofValues(spread(Shape.batch(5))),
                        ofValues(spread(Shape.of(5, 19))),
                        ofValues(spread(Shape.of(1, 19)))),
                rounded(new Op.Conv2d(window, 1), spread(Shape.batch(6, 6, 3)), spread(Shape.of(3, 3, 3, 5))),
                rounded(new Op.Conv2d(window, 1), spread(Shape.batch(6, 6, 16)), spread(Shape.of(3, 3, 16, 32))),
                rounded(new Op.Conv2d(uneven, 1), spread(Shape.batch(7, 5, 33)), spread(Shape.of(3, 2, 33, 17))),
                rounded(new Op.Conv2d(uneven, 3), spread(Shape.batch(7, 5, 9)), spread(Shape.of(3, 2, 3, 15))),
                rounded(
                        new Op.Conv2dInputGradient(uneven, 3, Shape.batch(7, 5, 9)),
                        spread(Shape.batch(4, 3, 15)),
                        spread(Shape.of(3, 2, 3, 15))),
                rounded(
                        new Op.Conv2dWeightGradient(uneven, 3, Shape.of(3, 2, 3, 15)),
                        spread(Shape.batch(7, 5, 9)),
                        spread(Shape.batch(4, 3, 15))),
                rounded(
                        new Op.Conv2dInputGradient(window, 1, Shape.batch(6, 6, 3)),
                        spread(Shape.batch(4, 4, 5)),
                        spread(Shape.of(3, 3, 3, 5))),
                rounded(
                        new Op.Conv2dWeightGradient(window, 1, Shape.of(3, 3, 3, 5)),
                        spread(Shape.batch(6, 6, 3)),
                        spread(Shape.batch(4, 4, 5))));
    }

    @Test
    void takesTheNearestAndOfTwoTheEvenOne() {
        var values = new double[] {
            1,
            HALF,
            Math.nextUp((float) HALF),
            HALF_AND_ONE,
            -HALF_AND_ONE,
            0.1,
            3.4e38,
            1e-40,
            Double.POSITIVE_INFINITY
        };
        var batch = values.length;
        assertThat(compute(batch, each(values)))
                .containsExactly(
                        1,
                        1,
                        1 + 0x1p-7,
                        1 + 0x1p-6,
                        -1 - 0x1p-6,
                        0.10009765625,
                        Double.POSITIVE_INFINITY,
                        0,
                        Double.POSITIVE_INFINITY);
        assertThat(compute(1, each(Double.NaN))).containsExactly(Double.NaN);
    }

    @Test
    void onlyProductsTakeItAndOfBothOperands() {
        var to = new GraphBuilder();
        var numbers = to.add(new Op.Input("numbers", ElementType.REAL, Shape.batch(2)));
        var weights = to.add(new Op.Input("weights", ElementType.REAL, Shape.of(2, 2)));
        var rounded = to.add(ROUND, numbers);
        assertThat(rounded.type()).isEqualTo(ElementType.BFLOAT16);
        assertThat(to.reshape(rounded, Shape.batch(1, 2)).type()).isEqualTo(ElementType.BFLOAT16);
        assertThatThrownBy(() -> to.map(UnaryFunction.RELU, rounded)).hasMessageContaining("takes REAL, not BFLOAT16");
        assertThatThrownBy(() -> to.add(new Op.MatMul(false, false), rounded, weights))
                .hasMessageContaining("takes BFLOAT16, not REAL");
        assertThat(to.add(new Op.MatMul(false, false), rounded, to.add(ROUND, weights))
                        .type())
                .isEqualTo(ElementType.REAL);
    }
}
