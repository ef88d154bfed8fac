package dev.updraft.engine;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.program.IndexRange;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.tensor.ElementType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Samples for a program, drawn from a seed: values within ±1, classes, or 0 and 1 where a loss wants them. */
public final class DrawnSamples implements Samples {
    private final Arena arena = Arena.ofAuto();
    private final int size;
    private final List<Input> inputs;
    private final MemorySegment targets;
    private final long targetBytes;
    private final long predictionBytes;

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
        var prediction = Objects.requireNonNull(program.predict().outputs().get(Program.PREDICTION))
                .shape();
        predictionBytes = prediction.elementsPerSample() * Float.BYTES;
        var target = program.target();
        var targetSize = target == null ? 0 : target.shape().elementsPerSample();
        targetBytes = targetSize * Float.BYTES;
        targets = arena.allocate(JAVA_FLOAT, Math.max(1, size * targetSize));
        for (var i = 0L; i < size * targetSize; i++) {
            if (target != null && target.type() == ElementType.INT32) {
                targets.setAtIndex(JAVA_INT, i, random.nextInt(Math.max(2, prediction.dim(-1))));
            } else {
                targets.setAtIndex(JAVA_FLOAT, i, bits ? random.nextInt(2) : 2 * random.nextFloat() - 1);
            }
        }
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
                targetBytes == 0 ? null : targets.asSlice(from * targetBytes, count * targetBytes));
    }

    /** Samples in an order, as a batch of their own. */
    public Batch batch(int[] order, int from, int count) {
        var in = inputs.stream()
                .map(input -> arena.allocate(count * input.bytes, Float.BYTES))
                .toList();
        var out = arena.allocate(Math.max(Float.BYTES, count * targetBytes), Float.BYTES);
        for (var i = 0; i < count; i++) {
            for (var place = 0; place < in.size(); place++) {
                inputs.get(place).copy(order[from + i], in.get(place), i * inputs.get(place).bytes);
            }
            copyTarget(order[from + i], out, i * targetBytes);
        }
        return new Batch(count, in, targetBytes == 0 ? null : out);
    }

    /** Room for the predictions of so many samples. */
    public MemorySegment predictions(int count) {
        return arena.allocate(count * predictionBytes, Float.BYTES);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int targetBytes() {
        return (int) targetBytes;
    }

    /** The only input: samples of several stay on no device. */
    @Override
    public void copyInput(int index, MemorySegment to, long offset) {
        inputs.getFirst().copy(index, to, offset);
    }

    @Override
    public void copyTarget(int index, MemorySegment to, long offset) {
        MemorySegment.copy(targets, index * targetBytes, to, offset, targetBytes);
    }
}
