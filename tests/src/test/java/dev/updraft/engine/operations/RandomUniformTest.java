package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.spread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Philox;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RandomUniformTest extends OperationTest {

    @Override
    List<Case> cases() {
        return List.of(
                Case.ofTraining(
                        "random numbers, a row a sample",
                        (to, nodes) -> to.multiply(nodes.getFirst(), to.add(new Op.RandomUniform(1, Shape.batch(7)))),
                        spread(Shape.batch(7))),
                Case.ofTraining(
                        "dropout",
                        (to, nodes) -> {
                            var random = to.add(new Op.RandomUniform(0, Shape.batch(3, 3, 5)));
                            var kept = to.combine(BinaryFunction.LESS, random, to.constant(0.7));
                            return to.multiply(nodes.getFirst(), kept);
                        },
                        spread(Shape.batch(3, 3, 5))),
                Case.ofTraining(
                        "random numbers without a batch", (to, _) -> to.add(new Op.RandomUniform(2, Shape.of(3, 5)))));
    }

    @Test
    void isPhiloxOfSeedStepStreamAndElement() {
        var values = compute(3, new Op.RandomUniform(5, Shape.batch(3)));
        for (var element = 0; element < 9; element++) {
            assertThat(values[element]).isEqualTo(Philox.uniform(CaseSession.SEED, CaseSession.STEP, 5, element));
        }
    }

    @Property(tries = 10)
    void hasTheShapeItSaysAndValuesFrom0To1(@ForAll("shapes") Shape shape) {
        assertThat(shapeOf(new Op.RandomUniform(0, shape))).isEqualTo(shape);
        assertThat(DoubleStream.of(compute(2, new Op.RandomUniform(0, shape))))
                .allMatch(value -> value >= 0 && value < 1);
    }
}
