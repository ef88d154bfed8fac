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

class SliceTest extends OperationTest {

    @Override
    List<Case> cases() {
        return List.of(
                Case.of(new Op.Slice(1, 2, 3), spread(Shape.batch(7))),
                Case.of(new Op.Slice(2, 0, 1), spread(Shape.batch(2, 5, 3))),
                Case.of(new Op.Slice(3, 1, 2), spread(Shape.batch(2, 2, 3))),
                Case.of(new Op.Slice(0, 1, 2), spread(Shape.of(3, 5))));
    }

    @Test
    void cutsOut() {
        assertThat(compute(2, new Op.Slice(1, 1, 2), fixed(Shape.batch(3), 1, 2, 3, 4, 5, 6)))
                .containsExactly(2, 3, 5, 6);
    }

    @Property(tries = 20)
    void hasTheLengthItSays(
            @ForAll @IntRange(max = 9) int start,
            @ForAll @IntRange(min = 1, max = 9) int length,
            @ForAll @IntRange(max = 9) int rest) {
        assertThat(shapeOf(new Op.Slice(1, start, length), Shape.batch(start + length + rest, 2)))
                .isEqualTo(Shape.batch(length, 2));
    }

    @Test
    void refusesToLeaveTheOperand() {
        assertRefused("leaves the operand", new Op.Slice(1, 2, 2), Shape.batch(3));
        assertRefused("leaves the operand", new Op.Slice(1, -1, 2), Shape.batch(3));
        assertRefused("along the batch", new Op.Slice(0, 0, 1), Shape.batch(3));
    }
}
