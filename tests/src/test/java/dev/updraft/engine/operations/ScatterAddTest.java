package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.fixed;
import static dev.updraft.engine.operations.Operand.spread;
import static dev.updraft.engine.operations.Operand.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScatterAddTest extends OperationTest {

    @Override
    List<Case> cases() {
        return List.of(
                Case.of(
                        new Op.ScatterAdd(Shape.of(7, 3)),
                        whole(Shape.batch(5), 6, 0, 3, 3, 1, 2),
                        spread(Shape.batch(5, 3))),
                Case.of(new Op.ScatterAdd(Shape.of(4, 1)), whole(Shape.batch(1), 3, 0), spread(Shape.batch(1, 1))),
                Case.of(new Op.ScatterAdd(Shape.of(4)), whole(Shape.batch(2), 3, 0, 1), spread(Shape.batch(2))),
                Case.of(
                        new Op.ScatterAdd(Shape.of(2, 300)),
                        whole(Shape.batch(2, 2), 1, 0, 1),
                        spread(Shape.batch(2, 2, 300))));
    }

    @Test
    void addsUpRowsWithTheSameIndexAndLeavesOutThoseOutside() {
        var indices = whole(Shape.batch(2), 2, 0, 2, 3, -1, 2);
        var gradient = fixed(Shape.batch(2, 2), 1, 2, 3, 4, 10, 20, 30, 40, 50, 60, 100, 200);
        assertThat(compute(3, new Op.ScatterAdd(Shape.of(3, 2)), indices, gradient))
                .containsExactly(3, 4, 0, 0, 111, 222);
    }

    @Test
    void refusesAGradientOfAnotherShape() {
        assertThat(scattered(Shape.of(7, 3), Shape.batch(5), Shape.batch(5, 3))).isEqualTo(Shape.of(7, 3));
        assertThatThrownBy(() -> scattered(Shape.of(7, 3), Shape.batch(5), Shape.batch(5, 4)))
                .hasMessageContaining("the gradient does not fit");
        assertThatThrownBy(() -> scattered(Shape.batch(3), Shape.batch(5), Shape.batch(5, 3)))
                .hasMessageContaining("without a batch");
    }

    private static Shape scattered(Shape table, Shape indices, Shape gradient) {
        var to = new GraphBuilder();
        return to.add(
                        new Op.ScatterAdd(table),
                        to.add(new Op.Input("indices", ElementType.INT32, indices)),
                        to.add(new Op.Input("gradient", ElementType.REAL, gradient)))
                .shape();
    }
}
