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

class ReshapeTest extends OperationTest {

    @Override
    List<Case> cases() {
        return List.of(
                Case.of(new Op.Reshape(Shape.batch(30)), spread(Shape.batch(2, 3, 5))),
                Case.of(new Op.Reshape(Shape.batch(3, 5, 2)), spread(Shape.batch(30))),
                Case.of(new Op.Reshape(Shape.batch()), spread(Shape.batch(1))),
                Case.of(new Op.Reshape(Shape.of(1, 6)), spread(Shape.of(3, 2))),
                Case.of(new Op.Reshape(Shape.SCALAR), spread(Shape.of(1, 1))));
    }

    @Test
    void keepsTheOrderOfTheElements() {
        assertThat(compute(2, new Op.Reshape(Shape.batch(4)), fixed(Shape.batch(2, 2), 1, 2, 3, 4, 5, 6, 7, 8)))
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Property(tries = 10)
    void givesTheShapeItSays(@ForAll("shapes") Shape shape) {
        var flat = Shape.of((int) shape.elementsPerSample());
        var operand = shape.batched() ? flat.inBatch() : flat;
        assertThat(shapeOf(new Op.Reshape(shape), operand)).isEqualTo(shape);
        assertThat(shapeOf(new Op.Reshape(operand), shape)).isEqualTo(operand);
    }

    @Test
    void refusesAnotherNumberOfElementsAndALostBatch() {
        assertRefused("number of elements", new Op.Reshape(Shape.batch(7)), Shape.batch(2, 3));
        assertRefused("batch axis", new Op.Reshape(Shape.of(6)), Shape.batch(6));
    }
}
