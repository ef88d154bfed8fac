package dev.updraft.engine.spi;

import dev.updraft.compiler.program.Program;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Where a session writes what a step gives: memory of the caller, who may use it for many steps.
 *
 * @param values one segment a result of the graph, in the order of {@link Program#results}: float32, native order, row-major, with
 *     room for all samples of the batch
 * @param losses receives the terms of the loss, in the order of {@link Program#losses}: their means over the batch, unweighted
 */
public record StepOutputs(List<MemorySegment> values, double[] losses) {
    /** Whole cache lines, and the widest vectors. */
    private static final int ALIGNMENT = 64;

    public StepOutputs {
        values = List.copyOf(values);
    }

    /** Of a program with one output and a loss of one term. */
    public static StepOutputs of(MemorySegment predictions) {
        return new StepOutputs(List.of(predictions), new double[0]);
    }

    /** Room for what any graph of a program gives of so many samples. */
    public static StepOutputs allocate(Program program, int samples, Arena arena) {
        var widest = program.evaluate() == null ? program.predict() : program.evaluate();
        var values = Stream.concat(program.outputs().stream(), program.computedTargets().stream())
                .map(name -> Objects.requireNonNull(widest.outputs().get(name), name))
                .map(result -> arena.allocate(result.shape().elementsPerSample() * Float.BYTES * samples, ALIGNMENT))
                .toList();
        return new StepOutputs(values, new double[program.losses().size()]);
    }
}
