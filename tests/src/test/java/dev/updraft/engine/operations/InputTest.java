package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.fixed;
import static dev.updraft.engine.operations.Operand.spread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.UnaryFunction;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class InputTest extends OperationTest {

    @Override
    List<Case> cases() {
        return List.of(
                Case.of("an input itself", (_, nodes) -> nodes.getFirst(), spread(Shape.batch(3))),
                Case.of(
                        "an input's square",
                        (to, nodes) -> to.map(UnaryFunction.SQUARE, nodes.getFirst()),
                        spread(Shape.batch(2, 5))));
    }

    @Test
    void isWhatTheCallerHandsIn() {
        var input = Case.of("input", (_, nodes) -> nodes.getFirst(), fixed(Shape.batch(2), 1, 2, 3, 4));
        assertThat(compute(2, input)).containsExactly(1, 2, 3, 4);
    }

    @Property(tries = 10)
    void hasTheShapeAndTypeItSays(@ForAll("shapes") Shape shape, @ForAll ElementType type) {
        var node = new GraphBuilder().add(new Op.Input("x", type, shape));
        assertThat(node.shape()).isEqualTo(shape);
        assertThat(node.type()).isEqualTo(type);
    }
}
