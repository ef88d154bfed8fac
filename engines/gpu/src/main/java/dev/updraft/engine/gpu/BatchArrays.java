package dev.updraft.engine.gpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.compiler.emit.tornado.Control;
import dev.updraft.compiler.emit.tornado.DeviceArray;
import dev.updraft.compiler.emit.tornado.EmittedProgram;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.engine.Batch;
import java.lang.foreign.MemorySegment;
import java.util.function.Function;

/** What the host writes into the arrays of a plan before steps run. */
final class BatchArrays {
    private BatchArrays() {}

    /** Which array the targets are in. */
    static DeviceArray targets(Program program) {
        var target = program.target();
        return target != null && target.type() == ElementType.INT32 ? DeviceArray.LABELS : DeviceArray.TARGETS;
    }

    /** Puts the samples of a batch into the first slots, in their order. */
    static void fill(
            Batch batch, Program program, EmittedProgram emitted, Function<DeviceArray, MemorySegment> arrays) {
        var samples = arrays.apply(DeviceArray.SAMPLES);
        var sampleBytes = 0L;
        for (var place = 0; place < program.inputs().size(); place++) {
            var input = program.inputs().get(place);
            var bytes = input.shape().elementsPerSample() * Float.BYTES;
            for (var sample = 0; sample < batch.size(); sample++) {
                var offset = (long) sample * emitted.sampleSize() * Float.BYTES + sampleBytes;
                MemorySegment.copy(batch.inputs().get(place), sample * bytes, samples, offset, bytes);
                numbers(input, samples, offset);
            }
            sampleBytes += bytes;
        }
        var targetBytes = (long) emitted.targetSize() * batch.size() * Float.BYTES;
        if (targetBytes > 0) {
            var target = batch.target();
            if (target == null) {
                throw new IllegalArgumentException("the batch brings no target");
            }
            MemorySegment.copy(target, 0, arrays.apply(targets(program)), 0, targetBytes);
        }
        for (var sample = 0; sample < batch.size(); sample++) {
            arrays.apply(DeviceArray.ORDER).setAtIndex(JAVA_INT, sample, sample);
        }
    }

    /** Makes float32 of what was copied to {@code offset} of the samples, if the input is int32. */
    static void numbers(Op.Input input, MemorySegment samples, long offset) {
        if (input.type() == ElementType.INT32) {
            var end = offset + input.shape().elementsPerSample() * Float.BYTES;
            for (var at = offset; at < end; at += Float.BYTES) {
                samples.set(JAVA_FLOAT, at, samples.get(JAVA_INT, at));
            }
        }
    }

    /**
     * Says where steps begin.
     *
     * @param control the array for that
     * @param samples how many there are
     * @param batchSize samples a step
     * @param seed of random numbers
     * @param firstStep number of the optimizer step
     */
    static void begin(MemorySegment control, int samples, int batchSize, long seed, long firstStep) {
        control.setAtIndex(JAVA_INT, Control.CURSOR, 0);
        control.setAtIndex(JAVA_INT, Control.COUNT, Math.min(samples, batchSize));
        control.setAtIndex(JAVA_INT, Control.BATCH, batchSize);
        control.setAtIndex(JAVA_INT, Control.TOTAL, samples);
        control.setAtIndex(JAVA_INT, Control.SEED_LOW, (int) seed);
        control.setAtIndex(JAVA_INT, Control.SEED_HIGH, (int) (seed >>> 32));
        control.setAtIndex(JAVA_INT, Control.STEP_LOW, (int) firstStep);
        control.setAtIndex(JAVA_INT, Control.STEP_HIGH, (int) (firstStep >>> 32));
    }

    /** Writes the scalars of steps, one after the other. */
    static int scalars(MemorySegment target, int next, double[] values) {
        var place = next;
        for (var value : values) {
            target.setAtIndex(JAVA_FLOAT, place++, (float) value);
        }
        return place;
    }
}
