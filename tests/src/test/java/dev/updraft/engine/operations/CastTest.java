package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.whole;
import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CastTest extends OperationTest {

    @Override
    List<Case> cases() {
        return List.of(
                Case.of(new Op.Cast(), whole(Shape.batch(5), 3, -1, 0, 16_777_217)),
                Case.of(new Op.Cast(), whole(Shape.batch(2, 3), Integer.MAX_VALUE, 1_000_000_007, 1, 0)),
                Case.ofWhole(new Op.Reshape(Shape.batch(6)), whole(Shape.batch(2, 3), 5, 4, 3, 2, 1)),
                Case.ofWhole(new Op.Transpose(List.of(0, 2, 1)), whole(Shape.batch(2, 3), 5, 4, 3, 2, 1)),
                Case.ofWhole(new Op.Slice(1, 1, 2), whole(Shape.batch(4), 5, 4, 3, 2, 1)),
                Case.ofWhole(new Op.Concat(1), whole(Shape.batch(2), 5, 4, 3), whole(Shape.batch(3), -1, -2)));
    }

    @Test
    void isTheNumber() {
        assertThat(compute(1, new Op.Cast(), whole(Shape.batch(3), -7, 0, Integer.MAX_VALUE)))
                .containsExactly(-7, 0, Integer.MAX_VALUE);
    }

    @Property(tries = 20)
    void keepsTheShapeAndIsReal(@ForAll("shapes") Shape shape) {
        var to = new GraphBuilder();
        var result = to.add(new Op.Cast(), to.add(new Op.Input("numbers", ElementType.INT32, shape)));
        assertThat(result.shape()).isEqualTo(shape);
        assertThat(result.type()).isEqualTo(ElementType.REAL);
    }

    @Test
    void arrangementsKeepTheElementType() {
        var to = new GraphBuilder();
        var numbers = to.add(new Op.Input("numbers", ElementType.INT32, Shape.batch(2, 3)));
        for (var op : List.of(
                new Op.Reshape(Shape.batch(6)),
                new Op.Transpose(List.of(0, 2, 1)),
                new Op.Slice(1, 0, 1),
                new Op.Concat(2))) {
            assertThat(to.add(op, numbers).type()).as(op.toString()).isEqualTo(ElementType.INT32);
        }
    }

    @Test
    void refusesRealNumbers() {
        assertRefused("takes INT32, not REAL", new Op.Cast(), Shape.batch(3));
    }
}
