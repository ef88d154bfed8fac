package dev.updraft.engine.networks;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.ops.Variable.Role;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.engine.Engine;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.Session;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;

/** A program with the weights and the batch that {@code figures.py} gives it. */
final class Trainer implements AutoCloseable {
    private static final int BATCH = 5;
    private static final double[] CLASS_WEIGHTS = {1, 2, 0.5};

    private final Arena arena = Arena.ofConfined();
    private final Network network;
    private final Program program;
    private final Session session;
    private final Batch batch;
    private final MemorySegment predictions;

    Trainer(Network network, Program program, Engine engine) {
        this.network = network;
        this.program = program;
        session = engine.open(program, new Engine.Options(2, 0));
        var trainable = program.variables().stream()
                .filter(variable -> variable.role() == Role.TRAINABLE)
                .toList();
        for (var index = 0; index < trainable.size(); index++) {
            var variable = trainable.get(index);
            var offset = index + 1;
            var gamma = variable.name().endsWith("gamma");
            session.write(
                    variable,
                    floats(
                            variable.shape(),
                            i -> gamma ? 1 + 0.2 * Math.sin(0.7 * i + offset) : 0.4 * Math.sin(0.7 * i + offset)));
        }
        program.variables().stream()
                .filter(variable -> variable.name().equals(Program.CLASS_WEIGHT))
                .forEach(variable -> session.write(variable, floats(variable.shape(), i -> CLASS_WEIGHTS[i])));
        var input = floats(program.inputs().getFirst().shape(), i -> Math.sin(0.9 * i + 0.5));
        batch = new Batch(
                BATCH, List.of(input), List.of(target(program.targets().getFirst())));
        predictions = floats(prediction(), _ -> 0);
    }

    private MemorySegment target(Op.Input target) {
        if (target.type() == ElementType.REAL) {
            var bits = network.targetsAreBits();
            return floats(target.shape(), i -> bits ? (Math.cos(1.1 * i) > 0 ? 1 : 0) : Math.cos(1.1 * i));
        }
        var classes = Math.max(2, prediction().dim(-1));
        var segment = arena.allocate(JAVA_INT, BATCH);
        for (var i = 0; i < BATCH; i++) {
            segment.setAtIndex(JAVA_INT, i, (3 * i + i * i) % classes);
        }
        return segment;
    }

    private Shape prediction() {
        return Objects.requireNonNull(program.predict().outputs().get(Program.PREDICTION))
                .shape();
    }

    private MemorySegment floats(Shape shape, IntToDoubleFunction value) {
        var count = Math.toIntExact(shape.elements(BATCH));
        var segment = arena.allocate(JAVA_FLOAT, count);
        for (var i = 0; i < count; i++) {
            segment.setAtIndex(JAVA_FLOAT, i, (float) value.applyAsDouble(i));
        }
        return segment;
    }

    double[] predict() {
        session.predict(batch, StepOutputs.of(predictions));
        return doubles(predictions);
    }

    double evaluate() {
        return session.evaluate(batch, StepOutputs.of(predictions));
    }

    double train(long step) {
        return session.train(batch, step, StepOutputs.of(predictions));
    }

    /** What was predicted by the last step or evaluation. */
    double[] predictions() {
        return doubles(predictions);
    }

    List<Variable> weights() {
        return program.variables().stream()
                .filter(variable -> variable.role() != Role.SLOT)
                .toList();
    }

    double[] read(Variable variable) {
        var values = floats(variable.shape(), _ -> 0);
        session.read(variable, values);
        return doubles(values);
    }

    private static double[] doubles(MemorySegment floats) {
        var values = new double[Math.toIntExact(floats.byteSize() / JAVA_FLOAT.byteSize())];
        for (var i = 0; i < values.length; i++) {
            values[i] = floats.getAtIndex(JAVA_FLOAT, i);
        }
        return values;
    }

    @Override
    public void close() {
        session.close();
        arena.close();
    }
}
