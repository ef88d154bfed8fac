package dev.updraft.engine.operations;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.engine.Engine;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.Session;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A case's program on an engine. */
final class CaseSession implements AutoCloseable {
    /** Of random numbers. */
    static final long SEED = 11;

    static final long STEP = 3;

    private final CaseProgram subject;
    private final Session session;

    CaseSession(Engine engine, CaseProgram subject) {
        this.subject = subject;
        this.session = engine.open(subject.program(), new Engine.Options(2, SEED));
    }

    /** All that the program gives for a batch of that size, by names of ours. */
    Map<String, double[]> run(int batch) {
        try (var arena = Arena.ofConfined()) {
            subject.variables().forEach((variable, operand) -> {
                var place = place(variable.name());
                session.write(variable, floats(arena, operand.values(1, place)));
            });
            var results = new LinkedHashMap<String, double[]>();
            var program = subject.program();
            var given = batch(arena, batch);

            var predicted = predictions(arena, program.predict(), batch);
            session.predict(new Batch(batch, given.inputs(), List.of()), StepOutputs.of(predicted));
            results.put("prediction", doubles(predicted));

            var evaluated = predictions(arena, Objects.requireNonNull(program.evaluate()), batch);
            results.put("loss in evaluation", new double[] {session.evaluate(given, StepOutputs.of(evaluated))});
            results.put("prediction in evaluation", doubles(evaluated));

            var trained = predictions(arena, Objects.requireNonNull(program.train()), batch);
            results.put("loss in training", new double[] {session.train(given, STEP, StepOutputs.of(trained))});
            results.put("prediction in training", doubles(trained));

            for (var variable : subject.results()) {
                var values = segment(arena, variable.shape(), 1);
                session.read(variable, values);
                results.put(variable.name(), doubles(values));
            }
            return results;
        }
    }

    @Override
    public void close() {
        session.close();
    }

    private Batch batch(Arena arena, int size) {
        var segments = new LinkedHashMap<Op.Input, MemorySegment>();
        subject.inputs().forEach((input, operand) -> {
            var values = operand.values(size, place(input.name()));
            segments.put(input, operand.type() == ElementType.INT32 ? ints(arena, values) : floats(arena, values));
        });
        var inputs = new ArrayList<MemorySegment>();
        for (var input : subject.program().inputs()) {
            inputs.add(Objects.requireNonNull(segments.get(input)));
        }
        var target = subject.program().targets().getFirst();
        return new Batch(size, inputs, List.of(Objects.requireNonNull(segments.get(target))));
    }

    /** A number that makes the values of one source differ from those of others. */
    private static int place(String name) {
        return List.of("operand0", "operand1", "operand2", "coefficients", "sample", "target")
                .indexOf(name);
    }

    private static MemorySegment predictions(Arena arena, Graph graph, int batch) {
        var output = Objects.requireNonNull(graph.outputs().get(Program.PREDICTION));
        return segment(arena, output.shape(), batch);
    }

    private static MemorySegment segment(Arena arena, Shape shape, int batch) {
        return arena.allocate(JAVA_FLOAT, shape.elements(batch));
    }

    private static MemorySegment floats(Arena arena, double[] values) {
        var segment = arena.allocate(JAVA_FLOAT, values.length);
        for (var i = 0; i < values.length; i++) {
            segment.setAtIndex(JAVA_FLOAT, i, (float) values[i]);
        }
        return segment;
    }

    private static MemorySegment ints(Arena arena, double[] values) {
        var segment = arena.allocate(JAVA_INT, values.length);
        for (var i = 0; i < values.length; i++) {
            segment.setAtIndex(JAVA_INT, i, (int) values[i]);
        }
        return segment;
    }

    private static double[] doubles(MemorySegment segment) {
        var values = new double[(int) (segment.byteSize() / JAVA_FLOAT.byteSize())];
        for (var i = 0; i < values.length; i++) {
            values[i] = segment.getAtIndex(JAVA_FLOAT, i);
        }
        return values;
    }
}
