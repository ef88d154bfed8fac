package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.fixed;
import static dev.updraft.engine.operations.Operand.spread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchMatMulTest extends OperationTest {

    @Override
    List<Case> cases() {
        return List.of(
                Case.of(new Op.BatchMatMul(false, false), spread(Shape.batch(3, 5)), spread(Shape.batch(5, 7))),
                Case.of(new Op.BatchMatMul(false, true), spread(Shape.batch(3, 5)), spread(Shape.batch(7, 5))),
                Case.of(new Op.BatchMatMul(true, false), spread(Shape.batch(5, 3)), spread(Shape.batch(5, 7))),
                Case.of(new Op.BatchMatMul(true, true), spread(Shape.batch(5, 3)), spread(Shape.batch(7, 5))),
                Case.of(new Op.BatchMatMul(false, true), spread(Shape.batch(2, 4, 9)), spread(Shape.batch(2, 6, 9))),
                Case.of(new Op.BatchMatMul(false, false), spread(Shape.batch(1, 1)), spread(Shape.batch(1, 1))),
                Case.of(new Op.BatchMatMul(false, false), spread(Shape.of(2, 3, 4, 5)), spread(Shape.of(2, 3, 5, 2))),
                Case.of(new Op.BatchMatMul(true, false), spread(Shape.of(1, 5, 4)), spread(Shape.of(1, 5, 2))),
                Case.of(
                        new Op.BatchMatMul(false, false),
                        fixed(Shape.batch(2, 3, 1000), 3, -1, 4, -1, 5, -9, 2),
                        fixed(Shape.batch(2, 1000, 2), -6, 0.5, 1, -2)));
    }

    @Test
    void isTheProductOfEachPair() {
        var a = fixed(Shape.batch(2, 2), 1, 2, 3, 4, 5, 6, 7, 8);
        var b = fixed(Shape.batch(2, 1), 1, 10, 2, 1);
        assertThat(compute(2, new Op.BatchMatMul(false, false), a, b)).containsExactly(21, 43, 16, 22);
        assertThat(compute(2, new Op.BatchMatMul(true, false), a, b)).containsExactly(31, 42, 17, 20);
        assertThat(compute(1, new Op.BatchMatMul(false, true), a, a)).containsExactly(5, 11, 11, 25);
    }

    @Test
    void aPairHasTheSameProductInAnyCompany() {
        var a = spread(Shape.batch(4, 5));
        var b = spread(Shape.batch(5, 3));
        var all = compute(3, new Op.BatchMatMul(false, false), a, b);
        var values = new double[][] {a.values(3, 0), b.values(3, 1)};
        var second = compute(
                1,
                new Op.MatMul(false, false),
                fixed(Shape.of(4, 5), Arrays.copyOfRange(values[0], 20, 40)),
                fixed(Shape.of(5, 3), Arrays.copyOfRange(values[1], 15, 30)));
        assertThat(second).containsExactly(Arrays.copyOfRange(all, 12, 24));
    }

    @Property(tries = 20)
    void hasTheRowsOfTheFirstAndTheColumnsOfTheSecond(
            @ForAll @IntRange(min = 1, max = 99) int inner,
            @ForAll @IntRange(min = 1, max = 99) int columns,
            @ForAll boolean transposeLeft,
            @ForAll boolean transposeRight) {
        var left = transposeLeft ? Shape.batch(4, inner, 3) : Shape.batch(4, 3, inner);
        var right = transposeRight ? Shape.batch(4, columns, inner) : Shape.batch(4, inner, columns);
        assertThat(shapeOf(new Op.BatchMatMul(transposeLeft, transposeRight), left, right))
                .isEqualTo(Shape.batch(4, 3, columns));
    }

    @Test
    void refusesOtherLeadingAxesAndExtents() {
        var op = new Op.BatchMatMul(false, false);
        assertRefused("leading axes", op, Shape.batch(3), Shape.batch(3));
        assertRefused("leading axes", op, Shape.batch(2, 3), Shape.of(3, 5));
        assertRefused("leading axes", op, Shape.batch(2, 3), Shape.of(7, 3, 5));
        assertRefused("leading axes", op, Shape.batch(2, 4, 3), Shape.batch(5, 3, 4));
        assertRefused("inner extents", op, Shape.batch(2, 3), Shape.batch(2, 3));
    }
}
