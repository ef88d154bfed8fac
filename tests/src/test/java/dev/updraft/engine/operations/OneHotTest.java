package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.spread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OneHotTest extends OperationTest {

    @Override
    List<Case> cases() {
        return List.of(
                Case.of(new Op.OneHot(7), Operand.classes(7)),
                Case.of(new Op.OneHot(2), Operand.classes(2)),
                Case.of(
                        "cross-entropy",
                        (to, nodes) -> to.multiply(
                                to.add(new Op.LogSoftmax(), nodes.get(1)), to.add(new Op.OneHot(5), nodes.get(0))),
                        Operand.classes(5),
                        spread(Shape.batch(5))));
    }

    @Test
    void putsAOneAtTheClass() {
        // Operand.classes(3) are 1, 0 and 2.
        assertThat(compute(3, new Op.OneHot(3), Operand.classes(3))).containsExactly(0, 1, 0, 1, 0, 0, 0, 0, 1);
    }

    @Property(tries = 10)
    void hasARowASample(@ForAll @IntRange(min = 1, max = 1000) int classes) {
        var to = new GraphBuilder();
        var numbers = to.add(new Op.Input("numbers", ElementType.INT32, Shape.batch()));
        assertThat(to.add(new Op.OneHot(classes), numbers).shape()).isEqualTo(Shape.batch(classes));
    }

    @Test
    void refusesNumbersThatAreNoClasses() {
        assertRefused("takes INT32", new Op.OneHot(3), Shape.batch());
    }
}
