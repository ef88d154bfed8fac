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

class ConcatTest extends OperationTest {

    @Override
    List<Case> cases() {
        return List.of(
                Case.of(new Op.Concat(1), spread(Shape.batch(3)), spread(Shape.batch(5))),
                Case.of(
                        new Op.Concat(3),
                        spread(Shape.batch(3, 2, 5)),
                        spread(Shape.batch(3, 2, 1)),
                        spread(Shape.batch(3, 2, 3))),
                Case.of(new Op.Concat(1), spread(Shape.batch(3, 2, 4)), spread(Shape.batch(1, 2, 4))),
                Case.of(new Op.Concat(2), spread(Shape.batch(3, 2, 4)), spread(Shape.batch(3, 5, 4))),
                Case.of(new Op.Concat(0), spread(Shape.of(2, 3)), spread(Shape.of(1, 3))),
                Case.of(new Op.Concat(1), spread(Shape.batch(3))));
    }

    @Test
    void putsOperandsOneBehindTheOther() {
        assertThat(compute(2, new Op.Concat(1), fixed(Shape.batch(1), 1, 2), fixed(Shape.batch(2), 3, 4, 5, 6)))
                .containsExactly(1, 3, 4, 2, 5, 6);
        assertThat(compute(1, new Op.Concat(0), fixed(Shape.of(1, 2), 1, 2), fixed(Shape.of(2, 2), 3, 4, 5, 6)))
                .containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Property(tries = 10)
    void theExtentsOfTheAxisAddUp(
            @ForAll("shapes") Shape shape, @ForAll List<@IntRange(min = 1, max = 9) Integer> extents) {
        Assume.that(!shape.equals(Shape.SCALAR) && !shape.equals(Shape.batch()) && !extents.isEmpty());
        var axis = shape.rank() - 1;
        var operands = extents.stream().map(extent -> shape.with(axis, extent)).toArray(Shape[]::new);
        var sum = extents.stream().mapToInt(extent -> extent).sum();
        assertThat(shapeOf(new Op.Concat(axis), operands)).isEqualTo(shape.with(axis, sum));
    }

    @Test
    void refusesOtherExtentsAndTheBatch() {
        assertRefused("differ in axis 1 only", new Op.Concat(1), Shape.batch(3, 2), Shape.batch(3, 4));
        assertRefused("along the batch", new Op.Concat(0), Shape.batch(3), Shape.batch(3));
        assertRefused("one rank", new Op.Concat(1), Shape.batch(3), Shape.batch(3, 1));
    }
}
