package dev.updraft.engine.reference;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.UnaryFunction;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.ops.Variable.Role;
import dev.updraft.compiler.program.InitialValues;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.StepScalars;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.engine.Engine;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.Session;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReferenceEngineTest {
    private static final Op.Input INPUT = new Op.Input("x", ElementType.REAL, Shape.batch(2));
    private static final Op.Input TARGET = new Op.Input("t", ElementType.REAL, Shape.batch(1));
    private static final Variable SCALE = new Variable(
            "scale",
            Shape.of(2),
            Role.TRAINABLE,
            new Initializer.VarianceScaling(1, Initializer.Fan.AVERAGE, Initializer.Distribution.UNIFORM),
            2,
            2);
    private static final Variable STRANGER =
            new Variable("stranger", Shape.of(2), Role.STATE, new Initializer.Zeros(), 1, 1);

    private final Arena arena = Arena.ofAuto();

    @Test
    void variablesBeginWithTheirInitialValues() {
        var expected = new float[2];
        InitialValues.fill(SCALE, 0, 5, expected);
        var found = floats(0, 0);
        open(Precision.FLOAT32).read(SCALE, found);
        assertThat(found.toArray(JAVA_FLOAT)).containsExactly(expected);
    }

    @Test
    void whatIsWrittenIsReadAndUsed() {
        var session = open(Precision.FLOAT64);
        session.write(SCALE, floats(3, -2));
        var found = floats(0, 0);
        session.read(SCALE, found);
        assertThat(found.toArray(JAVA_FLOAT)).containsExactly(3, -2);
        var predictions = floats(0, 0, 0, 0);
        session.predict(new Batch(2, List.of(floats(1, 2, 3, 4)), List.of()), StepOutputs.of(predictions));
        assertThat(predictions.toArray(JAVA_FLOAT)).containsExactly(3, -4, 9, -8);
    }

    @Test
    void eachResultIsRoundedInFloat32() {
        var to = new GraphBuilder();
        var x = to.add(INPUT);
        to.output("y", to.add(to.add(x, 1e8), -1e8));
        var bindings = Bindings.ofInputs(1, Map.of("x", new double[] {1, 3}));
        assertThat(ReferenceInterpreter.run(to.build(), bindings, Precision.FLOAT64)
                        .output("y"))
                .containsExactly(1, 3);
        assertThat(ReferenceInterpreter.run(to.build(), bindings, Precision.FLOAT32)
                        .output("y"))
                .containsExactly(0, 0);
    }

    @Test
    void saysWhatTheModelLacks() {
        var session = open(Precision.FLOAT32);
        var batch = new Batch(1, List.of(floats(1, 2)), List.of(floats(0)));
        assertThatThrownBy(() -> session.train(batch, 0, StepOutputs.of(floats(0, 0))))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("no loss or no optimizer");
        assertThatThrownBy(() -> session.evaluate(batch, StepOutputs.of(floats(0, 0))))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("no loss");
    }

    @Test
    void refusesWhatTheProgramDoesNotHave() {
        var session = open(Precision.FLOAT32);
        assertThatThrownBy(() -> session.read(STRANGER, floats(0, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stranger");
        assertThatThrownBy(() -> session.predict(new Batch(1, List.of(), List.of()), StepOutputs.of(floats(0, 0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 inputs");
    }

    @Test
    void refusesInputsThatAreMissingOrOfAnotherSize() {
        var to = new GraphBuilder();
        to.output("y", to.map(UnaryFunction.NEGATE, to.add(INPUT)));
        var graph = to.build();
        assertThatThrownBy(() -> ReferenceInterpreter.run(graph, Bindings.ofInputs(1, Map.of()), Precision.FLOAT64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no values for x");
        var tooShort = Bindings.ofInputs(2, Map.of("x", new double[] {1, 2, 3}));
        assertThatThrownBy(() -> ReferenceInterpreter.run(graph, tooShort, Precision.FLOAT64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 elements");
    }

    @Test
    void refusesTensorsLargerThanAnArray() {
        assertThatThrownBy(() -> Tensor.zeros(65_536, 65_536))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("smaller batch");
    }

    private Session open(Precision precision) {
        var to = new GraphBuilder();
        var x = to.add(INPUT);
        var scale = to.broadcast(to.reshape(to.read(SCALE), Shape.of(1, 2)), x.shape());
        to.output(Program.PREDICTION, to.multiply(x, scale));
        var program = new Program(List.of(INPUT), TARGET, List.of(SCALE), to.build(), null, null, StepScalars.NONE);
        return new ReferenceEngine(precision).open(program, new Engine.Options(1, 5));
    }

    private MemorySegment floats(float... values) {
        return arena.allocateFrom(JAVA_FLOAT, values);
    }
}
