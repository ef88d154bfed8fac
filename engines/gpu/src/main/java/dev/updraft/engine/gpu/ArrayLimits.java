package dev.updraft.engine.gpu;

import dev.updraft.compiler.plan.ExecutablePlan;
import dev.updraft.compiler.plan.Location.Allocation;
import dev.updraft.compiler.plan.Location.Space;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.gpu.emit.EmittedProgram;
import dev.updraft.engine.gpu.emit.device.DeviceArray;
import dev.updraft.engine.gpu.emit.device.SlotLayout;
import dev.updraft.engine.gpu.emit.device.VariableLayout;
import dev.updraft.engine.gpu.worker.DeviceInfo;
import dev.updraft.engine.gpu.worker.PlanRequest.Region;
import java.util.Collections;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How large the arrays on a device can be: TornadoVM counts their elements in an int, and drivers for OpenCL hand out a part of
 * the memory at once, often a quarter.
 *
 * @param device its name
 * @param block most elements of an array of 4 bytes each
 */
record ArrayLimits(String device, long block) {
    /** Elements of a cache line: what arrays are multiples of. */
    private static final long LINE = 16;

    /** Those of a device. */
    static ArrayLimits of(DeviceInfo device) {
        var bytes = device.largestArray() - Region.HEADER;
        return new ArrayLimits(
                device.name(), Math.clamp(bytes / Float.BYTES / LINE * LINE, LINE, DeviceArray.MOST_ELEMENTS));
    }

    /** Those of TornadoVM alone, which no device exceeds. */
    static ArrayLimits ofTornado() {
        return new ArrayLimits("any device", DeviceArray.MOST_ELEMENTS);
    }

    /**
     * Checks that the variables have room in one array.
     *
     * @throws EngineException if not
     */
    void require(VariableLayout variables) {
        if (variables.size() > block) {
            throw new EngineException("the weights and optimizer state of this model are "
                    + Bytes.text(variables.size() * Float.BYTES) + ", kept in one array, and an array on " + device
                    + " holds at most " + largest() + ": use a smaller model or "
                    + (block < DeviceArray.MOST_ELEMENTS ? "another device" : "the cpu engine"));
        }
    }

    /** What a plan needs that no array can hold, in words; null if there is nothing. */
    @Nullable
    String exceeded(Program program, ExecutablePlan plan) {
        var batchSize = plan.target().batchSize();
        var computed = plan.graph().nodes().stream()
                .mapToLong(node -> node.shape().elements(batchSize))
                .max()
                .orElse(0);
        if (computed > DeviceArray.MOST_ELEMENTS) {
            return array(computed);
        }
        var value = plan.buffers().values().stream()
                .mapToLong(Allocation::bytes)
                .max()
                .orElse(0);
        var perSample = IntStream.of(
                        SlotLayout.stride(program, DeviceArray.SAMPLES),
                        SlotLayout.stride(program, DeviceArray.TARGETS),
                        SlotLayout.stride(program, DeviceArray.LABELS))
                .max()
                .orElse(1);
        var largest = Math.max(value / Float.BYTES, (long) perSample * batchSize);
        if (largest > block) {
            return array(largest);
        }
        var most = (DeviceArray.WORKSPACES.size() - 1) * block;
        var all = plan.bytes(Space.ONCE) / Float.BYTES;
        return all <= most
                ? null
                : Bytes.text(all * Float.BYTES) + " on " + device + " for what it computes, and the "
                        + (DeviceArray.WORKSPACES.size() - 1) + " arrays for that hold at most " + largest() + " each";
    }

    /** As the other, of what is known once a plan is emitted. */
    @Nullable
    String exceeded(EmittedProgram emitted) {
        var largest =
                Math.max(Collections.max(emitted.workspaces()), (long) emitted.predictionSize() * emitted.capacity());
        return largest > block ? array(largest) : null;
    }

    private String array(long elements) {
        return "an array of " + Bytes.text(elements * Float.BYTES) + " on " + device + ", which holds at most "
                + largest() + " in one";
    }

    private String largest() {
        return Bytes.text(block * Float.BYTES);
    }

    /** Of how many samples arrays can hold all that a plan keeps. */
    long samples(EmittedProgram emitted) {
        var largest = IntStream.of(
                        emitted.sampleSize(),
                        emitted.targetSize(),
                        emitted.labelSize(),
                        emitted.predictionSize(),
                        emitted.losses(),
                        emitted.scalars())
                .max()
                .orElse(1);
        return block / Math.max(1, largest);
    }
}
