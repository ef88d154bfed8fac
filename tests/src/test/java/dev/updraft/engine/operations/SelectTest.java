package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.fixed;
import static dev.updraft.engine.operations.Operand.spread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SelectTest extends OperationTest {

    @Override
    List<Case> cases() {
        return Stream.of(Shape.batch(7), Shape.of(3, 5), Shape.batch(2, 3, 17))
                .map(shape -> Case.of(new Op.Select(), fixed(shape, 1, 0, 0, -2, 0), spread(shape), spread(shape)))
                .toList();
    }

    @Test
    void takesTheFirstWhereTheConditionIsNotZero() {
        var condition = fixed(Shape.batch(4), 1, 0, -1, 0.5);
        var a = fixed(Shape.batch(4), 1, 2, 3, 4);
        var b = fixed(Shape.batch(4), 5, 6, 7, 8);
        assertThat(compute(1, new Op.Select(), condition, a, b)).containsExactly(1, 6, 3, 4);
    }

    @Property(tries = 10)
    void keepsTheShape(@ForAll("shapes") Shape shape) {
        assertThat(shapeOf(new Op.Select(), shape, shape, shape)).isEqualTo(shape);
    }

    @Test
    void refusesOperandsOfTwoShapes() {
        assertRefused("one shape", new Op.Select(), Shape.batch(3), Shape.batch(3), Shape.SCALAR);
    }
}
