package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.spread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ConstantTest extends OperationTest {

    @Override
    List<Case> cases() {
        return List.of(
                Case.of("x + 0.3", (to, nodes) -> to.add(nodes.getFirst(), 0.3), spread(Shape.batch(3))),
                Case.of("x · -2.5", (to, nodes) -> to.multiply(nodes.getFirst(), -2.5), spread(Shape.of(4, 3))),
                Case.of("a constant itself", (to, _) -> to.constant(1.5)));
    }

    @Test
    void isTheNumberItSays() {
        assertThat(compute(3, new Op.Constant(-0.1))).containsExactly(-0.1);
    }

    @Property(tries = 5)
    void isAScalar(@ForAll double value) {
        assertThat(shapeOf(new Op.Constant(value))).isEqualTo(Shape.SCALAR);
    }
}
