package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.spread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class StepScalarTest extends OperationTest {

    @Override
    List<Case> cases() {
        return List.of(
                Case.ofTraining(
                        "x · rate",
                        (to, nodes) -> to.multiply(nodes.getFirst(), to.add(new Op.StepScalar("rate"))),
                        spread(Shape.of(5, 3))),
                Case.ofTraining("a step scalar itself", (to, _) -> to.add(new Op.StepScalar("other"))));
    }

    @Test
    void isTheNumberOfTheStep() {
        assertThat(compute(2, new Op.StepScalar("rate"))).containsExactly(0.5 * Math.pow(0.25, CaseSession.STEP));
        assertThat(compute(2, new Op.StepScalar("other"))).containsExactly(7);
    }

    @Property(tries = 3)
    void isAScalar(@ForAll String name) {
        assertThat(shapeOf(new Op.StepScalar(name))).isEqualTo(Shape.SCALAR);
    }
}
