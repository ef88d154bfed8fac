package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.spread;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.UnaryFunction;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.ops.Variable.Role;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.StepScalars;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.engine.Engine;
import dev.updraft.engine.TestEngines;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.Arena;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ReadVariableTest extends OperationTest {

    /** An operand without a batch is a variable. */
    @Override
    List<Case> cases() {
        return List.of(
                Case.of("a variable itself", (_, nodes) -> nodes.getFirst(), spread(Shape.of(3, 5))),
                Case.of(
                        "a variable with every sample",
                        (to, nodes) -> to.multiply(nodes.get(0), to.broadcast(nodes.get(1), Shape.batch(7))),
                        spread(Shape.batch(7)),
                        spread(Shape.of(1, 7))));
    }

    @Test
    void isTheValueBeforeTheStepsUpdates() {
        for (var engine : TestEngines.all()) {
            var first = new Variable("first", Shape.of(2), Role.STATE, new Initializer.Constant(1), 1, 1);
            var second = new Variable("second", Shape.of(2), Role.STATE, new Initializer.Constant(2), 1, 1);
            try (var session = engine.open(swapping(first, second), new Engine.Options(2, 0));
                    var arena = Arena.ofConfined()) {
                var sample = arena.allocate(JAVA_FLOAT);
                var batch = new Batch(1, List.of(sample), List.of(arena.allocate(JAVA_FLOAT)));
                session.train(batch, 0, StepOutputs.of(arena.allocate(JAVA_FLOAT)));
                var values = arena.allocate(JAVA_FLOAT, 2);
                session.read(first, values);
                assertThat(values.toArray(JAVA_FLOAT)).as(engine.name()).containsExactly(2, 2);
                session.read(second, values);
                assertThat(values.toArray(JAVA_FLOAT)).as(engine.name()).containsExactly(1, 1);
            }
        }
    }

    @Property(tries = 10)
    void hasTheVariablesShape(@ForAll("shapes") Shape shape) {
        var variable = new Variable("v", shape.sample(), Role.TRAINABLE, new Initializer.Zeros(), 1, 1);
        assertThat(shapeOf(new Op.ReadVariable(variable))).isEqualTo(shape.sample());
    }

    private static Program swapping(Variable first, Variable second) {
        var sample = new Op.Input("sample", ElementType.REAL, Shape.batch(1));
        var target = new Op.Input("target", ElementType.REAL, Shape.batch(1));
        var predict = new GraphBuilder();
        predict.output(Program.PREDICTION, predict.map(UnaryFunction.NEGATE, predict.add(sample)));
        var train = new GraphBuilder();
        train.output(Program.PREDICTION, train.map(UnaryFunction.NEGATE, train.add(sample)));
        train.output(Program.LOSS, train.sumAll(train.add(target)));
        train.update(first, train.read(second));
        train.update(second, train.read(first));
        return new Program(
                List.of(sample),
                target,
                List.of(first, second),
                predict.build(),
                null,
                train.build(),
                StepScalars.NONE);
    }
}
