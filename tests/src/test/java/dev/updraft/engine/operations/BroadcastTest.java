package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.fixed;
import static dev.updraft.engine.operations.Operand.spread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BroadcastTest extends OperationTest {

    @Override
    List<Case> cases() {
        return List.of(
                Case.of(new Op.Broadcast(Shape.batch(3, 5)), spread(Shape.SCALAR)),
                Case.of(new Op.Broadcast(Shape.batch(7)), spread(Shape.of(1, 7))),
                Case.of(new Op.Broadcast(Shape.batch(7)), spread(Shape.batch(1))),
                Case.of(new Op.Broadcast(Shape.batch(3, 2, 5)), spread(Shape.of(1, 1, 1, 5))),
                Case.of(new Op.Broadcast(Shape.batch(3, 2, 5)), spread(Shape.batch(1, 2, 1))),
                Case.of(new Op.Broadcast(Shape.of(3, 4)), spread(Shape.of(3, 1))),
                Case.of(new Op.Broadcast(Shape.of(3, 4)), spread(Shape.SCALAR)));
    }

    @Test
    void repeatsWhereTheExtentIs1() {
        assertThat(compute(1, new Op.Broadcast(Shape.of(2, 3)), fixed(Shape.of(2, 1), 1, 2)))
                .containsExactly(1, 1, 1, 2, 2, 2);
        assertThat(compute(2, new Op.Broadcast(Shape.batch(2)), fixed(Shape.of(1, 2), 1, 2)))
                .containsExactly(1, 2, 1, 2);
        assertThat(compute(2, new Op.Broadcast(Shape.batch(2)), fixed(Shape.SCALAR, 3)))
                .containsExactly(3, 3, 3, 3);
    }

    @Property(tries = 20)
    void givesTheShapeItSaysFromAnyExtents1(@ForAll("shapes") Shape shape, @ForAll List<Boolean> ones) {
        var operand = shape;
        for (var axis = 0; axis < Math.min(shape.rank(), ones.size()); axis++) {
            operand = ones.get(axis) ? operand.with(axis, 1) : operand;
        }
        assertThat(shapeOf(new Op.Broadcast(shape), operand)).isEqualTo(shape);
    }

    @Test
    void refusesAnotherRankOrExtent() {
        assertRefused("rank", new Op.Broadcast(Shape.batch(3)), Shape.of(3));
        assertRefused("axis 1", new Op.Broadcast(Shape.batch(3)), Shape.batch(2));
        assertRefused("axis 0", new Op.Broadcast(Shape.of(1, 3)), Shape.batch(3));
    }
}
