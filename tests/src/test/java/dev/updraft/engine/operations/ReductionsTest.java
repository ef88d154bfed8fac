package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.fixed;
import static dev.updraft.engine.operations.Operand.spread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.ops.Gradients;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reductions that are made of operations: minimum, mean and product. */
class ReductionsTest extends OperationTest {

    private interface Reduction {
        Node of(GraphBuilder to, Node x, List<Integer> axes);
    }

    @Override
    List<Case> cases() {
        return List.of(
                reduction("max", GraphBuilder::max, List.of(1), spread(Shape.batch(7))),
                reduction("max of nothing", GraphBuilder::max, List.of(), spread(Shape.batch(3))),
                reduction("min", GraphBuilder::min, List.of(1), spread(Shape.batch(7))),
                reduction("min", GraphBuilder::min, List.of(1, 3), spread(Shape.batch(3, 2, 5))),
                reduction("mean", GraphBuilder::mean, List.of(2), spread(Shape.batch(3, 5))),
                reduction("mean over the batch", GraphBuilder::mean, List.of(0), spread(Shape.batch(3))),
                reduction("mean of all", GraphBuilder::mean, List.of(0, 1, 2), spread(Shape.batch(3, 2))),
                reduction("mean without a batch", GraphBuilder::mean, List.of(0), spread(Shape.of(4, 3))),
                reduction("product", GraphBuilder::product, List.of(1), spread(Shape.batch(7))),
                reduction("product", GraphBuilder::product, List.of(1, 2), spread(Shape.batch(3, 4, 2))),
                reduction("product", GraphBuilder::product, List.of(0), spread(Shape.of(5, 2))));
    }

    private static Case reduction(String name, Reduction reduction, List<Integer> axes, Operand x) {
        return Case.of(name + " along " + axes, (to, nodes) -> reduction.of(to, nodes.getFirst(), axes), x);
    }

    @Test
    void areWhatTheyAreCalled() {
        var x = fixed(Shape.batch(2, 3), 1, 2, 3, 4, 5, 6, -1, 0, 2, 7, -3, 9);
        assertThat(compute(2, reduction("min", GraphBuilder::min, List.of(2), x)))
                .containsExactly(1, 4, -1, -3);
        assertThat(compute(2, reduction("mean", GraphBuilder::mean, List.of(1), x)))
                .containsExactly(2.5, 3.5, 4.5, 3, -1.5, 5.5);
        assertThat(compute(2, reduction("mean", GraphBuilder::mean, List.of(0, 1, 2), x)))
                .containsExactly(35.0 / 12);
        assertThat(compute(2, reduction("product", GraphBuilder::product, List.of(1, 2), x)))
                .containsExactly(720, 0);
    }

    @Test
    void ofZerosTheSmallestIsTheNegativeOne() {
        var smallest = compute(1, reduction("min", GraphBuilder::min, List.of(1), fixed(Shape.batch(3), 0, -0.0, 0)));
        assertThat(1 / smallest[0]).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void theGradientOfAProductIsExactWithOneZeroAndWithTwo() {
        assertThat(gradient(GraphBuilder::product, 2, 0, 3, 5)).containsExactly(0, 30, 0, 0);
        assertThat(gradient(GraphBuilder::product, 2, 0, 3, 0)).containsExactly(0, 0, 0, 0);
        assertThat(gradient(GraphBuilder::product, 2, 7, 3, 5)).containsExactly(105, 30, 70, 42);
    }

    @Test
    void equallySmallElementsShareTheGradient() {
        assertThat(gradient(GraphBuilder::min, 4, 1, 2, 1)).containsExactly(0, 0.5, 0, 0.5);
    }

    private static double[] gradient(Reduction reduction, double... x) {
        return compute(
                1,
                Case.of(
                        "gradient",
                        (to, nodes) -> Gradients.of(
                                        to, to.sumAll(reduction.of(to, nodes.getFirst(), List.of(1))), nodes)
                                .getFirst(),
                        fixed(Shape.batch(x.length), x)));
    }
}
