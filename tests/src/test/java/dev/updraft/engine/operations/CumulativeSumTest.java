package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.fixed;
import static dev.updraft.engine.operations.Operand.spread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CumulativeSumTest extends OperationTest {

    @Override
    List<Case> cases() {
        return List.of(
                Case.of(new Op.CumulativeSum(1, false), spread(Shape.batch(7))),
                Case.of(new Op.CumulativeSum(1, true), spread(Shape.batch(7))),
                Case.of(new Op.CumulativeSum(1, false), spread(Shape.batch(5, 3))),
                Case.of(new Op.CumulativeSum(2, true), spread(Shape.batch(5, 3))),
                Case.of(new Op.CumulativeSum(1, true), spread(Shape.batch(3, 2, 17))),
                Case.of(new Op.CumulativeSum(2, false), spread(Shape.batch(3, 5, 2))),
                Case.of(new Op.CumulativeSum(3, true), spread(Shape.batch(2, 1, 9))),
                Case.of(new Op.CumulativeSum(1, false), spread(Shape.batch(1))),
                Case.of(new Op.CumulativeSum(2, true), spread(Shape.batch(3, 1, 2))),
                Case.of(new Op.CumulativeSum(1, false), spread(Shape.batch(4, 1, 1))),
                Case.of(new Op.CumulativeSum(1, false), fixed(Shape.batch(1000), 3, -1, 4, -1, 5, -9, 2, -6, 0.5)),
                Case.of(new Op.CumulativeSum(1, true), fixed(Shape.batch(2, 1025), 3, -1, 4, -1, 5, -9, 2, -6, 0.5)),
                Case.of(new Op.CumulativeSum(0, false), spread(Shape.of(7))),
                Case.of(new Op.CumulativeSum(0, true), spread(Shape.of(1))),
                Case.of(new Op.CumulativeSum(0, true), spread(Shape.of(3, 5))),
                Case.of(new Op.CumulativeSum(1, false), spread(Shape.of(3, 5))),
                Case.of(new Op.CumulativeSum(2, false), spread(Shape.of(2, 3, 3, 2))));
    }

    @Test
    void addsUpFromTheFirstPlaceToEach() {
        var x = fixed(Shape.batch(3, 2), 1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60);
        assertThat(compute(2, new Op.CumulativeSum(1, false), x))
                .containsExactly(1, 2, 4, 6, 9, 12, 10, 20, 40, 60, 90, 120);
        assertThat(compute(2, new Op.CumulativeSum(2, false), x))
                .containsExactly(1, 3, 3, 7, 5, 11, 10, 30, 30, 70, 50, 110);
    }

    @Test
    void inReverseAddsUpFromTheLastPlaceToEach() {
        var x = fixed(Shape.batch(3, 2), 1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60);
        assertThat(compute(2, new Op.CumulativeSum(1, true), x))
                .containsExactly(9, 12, 8, 10, 5, 6, 90, 120, 80, 100, 50, 60);
        assertThat(compute(2, new Op.CumulativeSum(2, true), x))
                .containsExactly(3, 2, 7, 4, 11, 6, 30, 20, 70, 40, 110, 60);
    }

    @Property(tries = 20, maxDiscardRatio = 20)
    void keepsTheShape(@ForAll("shapes") Shape shape, @ForAll @IntRange(max = 3) int axis, @ForAll boolean reverse) {
        Assume.that(axis < shape.rank() && shape.dim(axis) != Shape.BATCH);
        assertThat(shapeOf(new Op.CumulativeSum(axis, reverse), shape)).isEqualTo(shape);
    }

    @Test
    void refusesTheBatchAndAxesThereAreNot() {
        assertRefused("along the batch", new Op.CumulativeSum(0, false), Shape.batch(3));
        assertRefused("an axis of the operand", new Op.CumulativeSum(2, false), Shape.batch(3));
        assertRefused("an axis of the operand", new Op.CumulativeSum(-1, true), Shape.batch(3));
        assertRefused("an axis of the operand", new Op.CumulativeSum(0, true), Shape.SCALAR);
    }
}
