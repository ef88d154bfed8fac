package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.spread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchSizeTest extends OperationTest {

    @Override
    List<Case> cases() {
        return List.of(
                Case.of(
                        "x / batch",
                        (to, nodes) -> to.divide(nodes.getFirst(), to.add(new Op.BatchSize())),
                        spread(Shape.batch(3))),
                Case.of(
                        "mean over the batch",
                        (to, nodes) -> to.divide(to.sum(nodes.getFirst(), List.of(0)), to.add(new Op.BatchSize())),
                        spread(Shape.batch(5))),
                Case.of("the batch's size itself", (to, _) -> to.add(new Op.BatchSize())));
    }

    @Test
    void isTheNumberOfSamples() {
        assertThat(compute(17, new Op.BatchSize())).containsExactly(17);
    }

    @Property(tries = 5)
    void isAScalarWhateverTheBatch(@ForAll @IntRange(min = 1, max = 1000) int batch) {
        assertThat(shapeOf(new Op.BatchSize())).isEqualTo(Shape.SCALAR);
        assertThat(compute(batch, new Op.BatchSize())).containsExactly(batch);
    }
}
