package dev.updraft.benchmarks;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.program.IndexRange;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.engine.spi.Batch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

/** Samples of a program: real numbers from 0 to 1, the integers that its tables have rows for, classes that it predicts. */
final class RandomSamples {
    private static final int SEED = 1;

    private RandomSamples() {}

    /** The weights that training changes. */
    static long parameters(Program program) {
        return program.variables().stream()
                .filter(variable -> variable.role() == Variable.Role.TRAINABLE)
                .mapToLong(variable -> variable.shape().elementsPerSample())
                .sum();
    }

    /** Batches with inputs and targets. */
    static List<Batch> batches(Program program, int size, int count, Arena arena) {
        var random = new Random(SEED);
        return IntStream.range(0, count)
                .mapToObj(_ -> {
                    var inputs = program.inputs().stream()
                            .map(input -> input.type() == ElementType.INT32
                                    ? integers(arena, input, size, bound(program, input), random)
                                    : floats(arena, input, size, random))
                            .toList();
                    var targets = program.targets().stream()
                            .map(target -> target.type() == ElementType.INT32
                                    ? integers(arena, target, size, classes(program), random)
                                    : floats(arena, target, size, random))
                            .toList();
                    return new Batch(size, inputs, targets);
                })
                .toList();
    }

    /** What a predictor takes for batches: sample by sample all inputs, one behind the other. */
    static float[][] inputs(Program program, int size, int count) {
        var random = new Random(SEED);
        var batches = new ArrayList<float[]>();
        for (var batch = 0; batch < count; batch++) {
            var perSample = program.inputs().stream()
                    .mapToLong(input -> input.shape().elementsPerSample())
                    .sum();
            var values = new float[Math.toIntExact(size * perSample)];
            var place = 0;
            for (var sample = 0; sample < size; sample++) {
                for (var input : program.inputs()) {
                    var bound = input.type() == ElementType.INT32 ? bound(program, input) : 0;
                    for (var i = 0; i < input.shape().elementsPerSample(); i++) {
                        values[place++] = bound > 0 ? random.nextInt(bound) : random.nextFloat();
                    }
                }
            }
            batches.add(values);
        }
        return batches.toArray(float[][]::new);
    }

    private static int bound(Program program, Op.Input input) {
        return IndexRange.of(program.predict(), input).last() + 1;
    }

    /** Of a single value, the probability of the second, there are two. */
    private static int classes(Program program) {
        var prediction = Objects.requireNonNull(program.predict().outputs().get(Program.PREDICTION));
        return Math.max(2, prediction.shape().dim(-1));
    }

    private static MemorySegment floats(Arena arena, Op.Input of, int size, Random random) {
        var count = of.shape().elements(size);
        var segment = arena.allocate(count * Float.BYTES, Float.BYTES);
        for (var i = 0L; i < count; i++) {
            segment.setAtIndex(ValueLayout.JAVA_FLOAT, i, random.nextFloat());
        }
        return segment;
    }

    private static MemorySegment integers(Arena arena, Op.Input of, int size, int bound, Random random) {
        var count = of.shape().elements(size);
        var segment = arena.allocate(count * Integer.BYTES, Integer.BYTES);
        for (var i = 0L; i < count; i++) {
            segment.setAtIndex(ValueLayout.JAVA_INT, i, random.nextInt(bound));
        }
        return segment;
    }
}
