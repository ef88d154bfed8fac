package dev.updraft.engine.gpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.engine.gpu.emit.EmittedProgram;
import dev.updraft.engine.gpu.emit.device.Control;
import dev.updraft.engine.gpu.emit.device.DeviceArray;
import dev.updraft.engine.gpu.emit.device.SlotLayout;
import dev.updraft.engine.spi.Batch;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Function;

/** What the host writes into the arrays of a plan before steps run. */
final class BatchArrays {
    private BatchArrays() {}

    /** Puts the samples of a batch into the first slots, in their order. */
    static void fill(
            Batch batch, Program program, EmittedProgram emitted, Function<DeviceArray, MemorySegment> arrays) {
        fill(batch.size(), batch.inputs(), SlotLayout.inputs(program), arrays);
        if (emitted.learns()) {
            if (batch.targets().size() != program.targets().size()) {
                throw new IllegalArgumentException(
                        "the batch has " + batch.targets().size() + " targets, but the model takes "
                                + program.targets().size());
            }
            fill(batch.size(), batch.targets(), SlotLayout.targets(program), arrays);
        }
        for (var sample = 0; sample < batch.size(); sample++) {
            arrays.apply(DeviceArray.ORDER).setAtIndex(JAVA_INT, sample, sample);
        }
    }

    private static void fill(
            int samples,
            List<MemorySegment> segments,
            List<SlotLayout> layouts,
            Function<DeviceArray, MemorySegment> arrays) {
        for (var place = 0; place < layouts.size(); place++) {
            var layout = layouts.get(place);
            var bytes = (long) layout.size() * Float.BYTES;
            for (var sample = 0; sample < samples; sample++) {
                var array = arrays.apply(layout.array());
                MemorySegment.copy(segments.get(place), sample * bytes, array, bytes(layout, sample), bytes);
                numbers(layout, array, sample);
            }
        }
    }

    /** Makes float32 of what was copied to a slot of the samples, if it is an input of int32. */
    static void numbers(SlotLayout layout, MemorySegment array, int slot) {
        if (layout.array() == DeviceArray.SAMPLES && layout.input().type() == ElementType.INT32) {
            var start = bytes(layout, slot);
            for (var at = start; at < start + (long) layout.size() * Float.BYTES; at += Float.BYTES) {
                array.set(JAVA_FLOAT, at, array.get(JAVA_INT, at));
            }
        }
    }

    /** Where an input or target of a slot begins. */
    static long bytes(SlotLayout layout, int slot) {
        return ((long) slot * layout.stride() + layout.offset()) * Float.BYTES;
    }

    /**
     * Says where steps begin.
     *
     * @param control the array for that
     * @param samples how many there are
     * @param batchSize samples a step
     * @param seed of random numbers
     * @param firstStep number of the optimizer step
     * @param row place of the first sample in the data
     */
    static void begin(MemorySegment control, int samples, int batchSize, long seed, long firstStep, long row) {
        control.setAtIndex(JAVA_INT, Control.CURSOR, 0);
        control.setAtIndex(JAVA_INT, Control.COUNT, Math.min(samples, batchSize));
        control.setAtIndex(JAVA_INT, Control.BATCH, batchSize);
        control.setAtIndex(JAVA_INT, Control.TOTAL, samples);
        control.setAtIndex(JAVA_INT, Control.SEED_LOW, (int) seed);
        control.setAtIndex(JAVA_INT, Control.SEED_HIGH, (int) (seed >>> 32));
        control.setAtIndex(JAVA_INT, Control.STEP_LOW, (int) firstStep);
        control.setAtIndex(JAVA_INT, Control.STEP_HIGH, (int) (firstStep >>> 32));
        control.setAtIndex(JAVA_INT, Control.ROW, Math.toIntExact(row));
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
