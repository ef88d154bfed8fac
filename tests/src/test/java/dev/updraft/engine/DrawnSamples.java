package dev.updraft.engine;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.program.IndexRange;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.Samples;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

/** Samples for a program, drawn from a seed: values within ±1, classes, or 0 and 1 where a loss wants them. */
public final class DrawnSamples implements Samples {
    private final Arena arena = Arena.ofAuto();
    private final int size;
    private final List<Input> inputs;
    private final List<Input> targets;
    private final List<Long> predictionBytes;
    private final int terms;

    /** One input of all samples. */
    private record Input(MemorySegment values, long bytes) {
        MemorySegment of(int from, int count) {
            return values.asSlice(from * bytes, count * bytes);
        }

        void copy(int index, MemorySegment to, long offset) {
            MemorySegment.copy(values, index * bytes, to, offset, bytes);
        }
    }

    /**
     * Draws.
     *
     * @param bits whether real targets are 0 or 1
     */
    public DrawnSamples(Program program, int size, long seed, boolean bits) {
        this.size = size;
        var random = new Random(seed);
        inputs = program.inputs().stream()
                .map(input -> input.type() == ElementType.INT32
                        ? numbers(input, IndexRange.of(program.predict(), input), random)
                        : input(input.shape().elementsPerSample(), random))
                .toList();
        var predict = program.predict().outputs();
        predictionBytes = program.outputs().stream()
                .map(name -> Objects.requireNonNull(predict.get(name)).shape().elementsPerSample() * Float.BYTES)
                .toList();
        terms = program.losses().size();
        // Outputs stand in the order of the targets.
        targets = IntStream.range(0, program.targets().size())
                .mapToObj(place -> {
                    if (place == program.outputs().size()) {
                        return weights(random);
                    }
                    var output =
                            Objects.requireNonNull(predict.get(program.outputs().get(place)));
                    return target(program.targets().get(place), output.shape().dim(-1), random, bits);
                })
                .toList();
    }

    private Input target(Op.Input target, int classes, Random random, boolean bits) {
        var elements = target.shape().elementsPerSample();
        var values = arena.allocate(JAVA_FLOAT, size * elements);
        for (var i = 0L; i < size * elements; i++) {
            if (target.type() == ElementType.INT32) {
                values.setAtIndex(JAVA_INT, i, random.nextInt(Math.max(2, classes)));
            } else {
                values.setAtIndex(JAVA_FLOAT, i, bits ? random.nextInt(2) : 2 * random.nextFloat() - 1);
            }
        }
        return new Input(values, elements * Float.BYTES);
    }

    private Input weights(Random random) {
        var values = arena.allocate(JAVA_FLOAT, size);
        for (var i = 0L; i < size; i++) {
            values.setAtIndex(JAVA_FLOAT, i, random.nextInt(4) / 2f);
        }
        return new Input(values, Float.BYTES);
    }

    private Input numbers(Op.Input input, IndexRange range, Random random) {
        var elements = input.shape().elementsPerSample();
        var values = arena.allocate(JAVA_INT, size * elements);
        for (var i = 0L; i < size * elements; i++) {
            values.setAtIndex(JAVA_INT, i, random.nextInt(range.last() + 1));
        }
        return new Input(values, elements * Integer.BYTES);
    }

    private Input input(long elements, Random random) {
        var values = arena.allocate(JAVA_FLOAT, size * elements);
        for (var i = 0L; i < size * elements; i++) {
            values.setAtIndex(JAVA_FLOAT, i, 2 * random.nextFloat() - 1);
        }
        return new Input(values, elements * Float.BYTES);
    }

    /** The samples from one on, as a batch of their own. */
    public Batch batch(int from, int count) {
        return new Batch(
                count,
                inputs.stream().map(input -> input.of(from, count)).toList(),
                targets.stream().map(target -> target.of(from, count)).toList());
    }

    /** Samples in an order, as a batch of their own. */
    public Batch batch(int[] order, int from, int count) {
        return new Batch(count, copies(inputs, order, from, count), copies(targets, order, from, count));
    }

    private List<MemorySegment> copies(List<Input> all, int[] order, int from, int count) {
        return all.stream()
                .map(input -> {
                    var copy = arena.allocate(count * input.bytes, Float.BYTES);
                    for (var i = 0; i < count; i++) {
                        input.copy(order[from + i], copy, i * input.bytes);
                    }
                    return copy;
                })
                .toList();
    }

    /** Room for what a step gives of so many samples; programs with computed targets have none here. */
    public StepOutputs outputs(int count) {
        return new StepOutputs(
                predictionBytes.stream()
                        .map(bytes -> arena.allocate(count * bytes, Float.BYTES))
                        .toList(),
                new double[terms]);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void copyInput(int input, int index, MemorySegment to, long offset) {
        inputs.get(input).copy(index, to, offset);
    }

    @Override
    public void copyTarget(int target, int index, MemorySegment to, long offset) {
        targets.get(target).copy(index, to, offset);
    }
}
