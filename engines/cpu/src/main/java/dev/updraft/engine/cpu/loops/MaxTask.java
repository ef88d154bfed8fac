package dev.updraft.engine.cpu.loops;

import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.Memory;

/**
 * Largest elements.
 *
 * @param dims extents of the source
 * @param to distances in the result, in elements; 0 along the axes that go
 * @param results number of elements of the result
 */
public record MaxTask(Buffer source, Buffer result, int[] dims, long[] to, long results) implements CpuTask {
    @Override
    public void run(ExecutionContext executionContext, int part) {
        var target = result.address(executionContext);
        for (var i = 0L; i < results; i++) {
            Memory.set(target + i * Float.BYTES, Float.NEGATIVE_INFINITY);
        }
        max(0, source.address(executionContext), target);
    }

    /** Returns the address behind the block it has read. */
    private long max(int axis, long source, long target) {
        if (axis == dims.length) {
            Memory.set(target, Math.max(Memory.get(target), Memory.get(source)));
            return source + Float.BYTES;
        }
        var next = source;
        for (var i = 0; i < dims[axis]; i++) {
            next = max(axis + 1, next, target + i * to[axis] * Float.BYTES);
        }
        return next;
    }
}
