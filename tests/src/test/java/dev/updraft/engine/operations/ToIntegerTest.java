package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.fixed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToIntegerTest extends OperationTest {

    @Override
    List<Case> cases() {
        return List.of(
                Case.ofWhole(new Op.ToInteger(), fixed(Shape.batch(5), 3, -1.5, 0.9, 16_777_215, 2)),
                Case.ofWhole(new Op.ToInteger(), fixed(Shape.batch(), -0.0, -0.9, 7)),
                Case.ofWhole(new Op.ToInteger(), fixed(Shape.batch(2, 33), 0.5, 1, 2.25)));
    }

    @Test
    void dropsWhatIsBehindThePoint() {
        var x = fixed(Shape.batch(4), 2.9, -2.9, 0.1, 5);
        assertThat(compute(1, new Op.ToInteger(), x)).containsExactly(2, -2, 0, 5);
    }

    @Test
    void givesIntegers() {
        var to = new GraphBuilder();
        var numbers = to.add(new Op.Input("numbers", ElementType.REAL, Shape.batch(2)));
        assertThat(to.add(new Op.ToInteger(), numbers).type()).isEqualTo(ElementType.INT32);
    }

    @Test
    void refusesIntegers() {
        var to = new GraphBuilder();
        var integers = to.add(new Op.Input("integers", ElementType.INT32, Shape.batch(2)));
        assertThatThrownBy(() -> to.add(new Op.ToInteger(), integers)).hasMessageContaining("takes REAL, not INT32");
    }
}
