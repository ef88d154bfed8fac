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

class PadTest extends OperationTest {

    @Override
    List<Case> cases() {
        return List.of(
                Case.of(new Op.Pad(1, 2, 3), spread(Shape.batch(7))),
                Case.of(new Op.Pad(2, 0, 1), spread(Shape.batch(2, 5, 3))),
                Case.of(new Op.Pad(3, 1, 0), spread(Shape.batch(2, 2, 3))),
                Case.of(new Op.Pad(0, 1, 2), spread(Shape.of(3, 5))));
    }

    @Test
    void putsZerosAround() {
        assertThat(compute(2, new Op.Pad(1, 1, 2), fixed(Shape.batch(1), 5, 6)))
                .containsExactly(0, 5, 0, 0, 0, 6, 0, 0);
    }

    @Property(tries = 20)
    void growsByThePadding(
            @ForAll @IntRange(max = 9) int before,
            @ForAll @IntRange(min = 1, max = 9) int extent,
            @ForAll @IntRange(max = 9) int after) {
        assertThat(shapeOf(new Op.Pad(2, before, after), Shape.batch(2, extent)))
                .isEqualTo(Shape.batch(2, before + extent + after));
    }

    @Test
    void refusesNegativePaddingAndTheBatch() {
        assertRefused("negative", new Op.Pad(1, -1, 0), Shape.batch(3));
        assertRefused("along the batch", new Op.Pad(0, 1, 0), Shape.batch(3));
    }
}
