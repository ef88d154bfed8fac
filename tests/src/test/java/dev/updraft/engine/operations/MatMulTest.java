package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.fixed;
import static dev.updraft.engine.operations.Operand.spread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MatMulTest extends OperationTest {

    @Override
    List<Case> cases() {
        return List.of(
                Case.of(new Op.MatMul(false, false), spread(Shape.batch(5)), spread(Shape.of(5, 7))),
                Case.of(new Op.MatMul(false, true), spread(Shape.batch(5)), spread(Shape.of(7, 5))),
                Case.withRelu(
                        new Op.MatMul(false, false),
                        spread(Shape.batch(5)),
                        spread(Shape.of(5, 19)),
                        spread(Shape.of(1, 19))),
                Case.of(new Op.MatMul(true, false), spread(Shape.batch(5)), spread(Shape.batch(7))),
                Case.of(new Op.MatMul(false, false), spread(Shape.batch(1)), spread(Shape.of(1, 1))),
                Case.of(new Op.MatMul(false, false), spread(Shape.batch(37)), spread(Shape.of(37, 3))),
                Case.of(new Op.MatMul(false, false), spread(Shape.batch(129)), spread(Shape.of(129, 17))),
                Case.of(new Op.MatMul(true, false), spread(Shape.batch(17)), spread(Shape.batch(129))),
                Case.of(new Op.MatMul(true, false), spread(Shape.of(129, 1)), spread(Shape.of(129, 3))),
                Case.of(new Op.MatMul(false, false), spread(Shape.of(3, 4)), spread(Shape.of(4, 2))),
                Case.of(new Op.MatMul(true, false), spread(Shape.of(4, 3)), spread(Shape.of(4, 2))),
                Case.of(new Op.MatMul(false, true), spread(Shape.of(3, 4)), spread(Shape.of(2, 4))),
                Case.of(new Op.MatMul(true, true), spread(Shape.of(4, 3)), spread(Shape.of(2, 4))),
                Case.of(new Op.MatMul(false, false), spread(Shape.batch(3, 5)), spread(Shape.of(5, 7))),
                Case.of(new Op.MatMul(false, true), spread(Shape.batch(2, 3, 5)), spread(Shape.of(7, 5))),
                Case.of(new Op.MatMul(true, false), spread(Shape.batch(3, 5)), spread(Shape.batch(3, 7))),
                Case.of(new Op.MatMul(false, false), spread(Shape.of(2, 3, 5)), spread(Shape.of(5, 7))),
                Case.of(new Op.MatMul(true, false), spread(Shape.of(2, 3, 5)), spread(Shape.of(2, 3, 4))),
                Case.withRelu(
                        new Op.MatMul(false, false),
                        spread(Shape.batch(4, 5)),
                        spread(Shape.of(5, 19)),
                        spread(Shape.of(1, 1, 19))));
    }

    @Test
    void isTheMatrixProduct() {
        var a = fixed(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        var b = fixed(Shape.of(3, 2), 7, 8, 9, 10, 11, 12);
        assertThat(compute(1, new Op.MatMul(false, false), a, b)).containsExactly(58, 64, 139, 154);
        assertThat(compute(1, new Op.MatMul(true, true), a, b)).containsExactly(39, 49, 59, 54, 68, 82, 69, 87, 105);
        assertThat(compute(1, new Op.MatMul(false, true), a, a)).containsExactly(14, 32, 32, 77);
        assertThat(compute(1, new Op.MatMul(true, false), a, a)).containsExactly(17, 22, 27, 22, 29, 36, 27, 36, 45);
    }

    @Test
    void allAxesButTheLastAreRows() {
        var a = fixed(Shape.of(2, 1, 2), 1, 2, 3, 4);
        assertThat(compute(1, new Op.MatMul(false, false), a, fixed(Shape.of(2, 1), 10, 1)))
                .containsExactly(12, 34);
        assertThat(compute(1, new Op.MatMul(true, false), a, fixed(Shape.of(2, 1, 1), 10, 1)))
                .containsExactly(13, 24);
        assertThat(shapeOf(new Op.MatMul(false, true), Shape.batch(6, 7, 5), Shape.of(3, 5)))
                .isEqualTo(Shape.batch(6, 7, 3));
        assertThat(shapeOf(new Op.MatMul(true, false), Shape.batch(6, 7, 5), Shape.batch(6, 7, 3)))
                .isEqualTo(Shape.of(5, 3));
    }

    @Property(tries = 20)
    void hasTheRowsOfTheFirstAndTheColumnsOfTheSecond(
            @ForAll @IntRange(min = 1, max = 99) int inner,
            @ForAll @IntRange(min = 1, max = 99) int columns,
            @ForAll boolean transposeRight) {
        var right = transposeRight ? Shape.of(columns, inner) : Shape.of(inner, columns);
        assertThat(shapeOf(new Op.MatMul(false, transposeRight), Shape.batch(inner), right))
                .isEqualTo(Shape.batch(columns));
        assertThat(shapeOf(new Op.MatMul(true, transposeRight), Shape.of(inner, 3), right))
                .isEqualTo(Shape.of(3, columns));
        assertThat(shapeOf(new Op.MatMul(true, false), Shape.batch(inner), Shape.batch(columns)))
                .isEqualTo(Shape.of(inner, columns));
    }

    @Test
    void refusesOtherRanksAndExtents() {
        assertRefused("inner extents", new Op.MatMul(false, false), Shape.batch(3), Shape.of(4, 5));
        assertRefused("inner extents", new Op.MatMul(true, false), Shape.batch(3), Shape.of(4, 5));
        assertRefused("rows only", new Op.MatMul(false, true), Shape.batch(3), Shape.batch(3));
        assertRefused("two matrices", new Op.MatMul(false, false), Shape.batch(), Shape.of(3, 5));
        assertRefused("right one of rank 2", new Op.MatMul(false, false), Shape.batch(2, 3), Shape.batch(3, 5));
        assertRefused("of rank 2", new Op.MatMul(true, true), Shape.of(2, 3, 4), Shape.of(5, 6));
        assertRefused("inner extents", new Op.MatMul(true, false), Shape.batch(2, 3), Shape.batch(4, 3));
        assertRefused("inner extents", new Op.MatMul(true, false), Shape.batch(2, 3), Shape.of(2, 3));
    }
}
