package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.fixed;
import static dev.updraft.engine.operations.Operand.spread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SoftmaxTest extends OperationTest {

    @Override
    List<Case> cases() {
        return List.of(
                Case.of(new Op.Softmax(), spread(Shape.batch(10))),
                Case.of(new Op.Softmax(), fixed(Shape.batch(2, 100), 3, 1, 4, 1, 5, -9, 2, 6, 0.5)),
                Case.of(new Op.Softmax(), spread(Shape.batch(1))),
                Case.of(new Op.Softmax(), spread(Shape.batch(3, 5))),
                Case.of(new Op.Softmax(), spread(Shape.batch(17), -30, 30)),
                Case.of(new Op.Softmax(), spread(Shape.of(3, 5))));
    }

    @Test
    void isTheShareOfEachExponential() {
        var e = Math.E;
        assertThat(compute(2, new Op.Softmax(), fixed(Shape.batch(2), 0, 1, 5, 5)))
                .containsExactly(new double[] {1 / (1 + e), e / (1 + e), 0.5, 0.5}, within(1e-15));
    }

    @Test
    void doesNotOverflow() {
        assertThat(compute(1, new Op.Softmax(), fixed(Shape.batch(2), 1000, -1000)))
                .containsExactly(1, 0);
    }

    @Property(tries = 10)
    void keepsTheShape(@ForAll("shapes") Shape shape) {
        Assume.that(!shape.equals(Shape.SCALAR) && !shape.equals(Shape.batch()));
        assertThat(shapeOf(new Op.Softmax(), shape)).isEqualTo(shape);
    }

    @Test
    void refusesTheBatchAndScalars() {
        assertRefused("along the batch", new Op.Softmax(), Shape.batch());
        assertRefused("axis", new Op.Softmax(), Shape.SCALAR);
    }
}
