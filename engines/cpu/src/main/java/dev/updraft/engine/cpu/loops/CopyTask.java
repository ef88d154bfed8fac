package dev.updraft.engine.cpu.loops;

import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.Memory;

/**
 * Copies a block of one tensor into a block of another, each with strides of its own: transposes, slices, padding and
 * concatenation are all of this kind.
 *
 * @param dims extents of the block
 * @param from distances in the source, in elements
 * @param fromOffset first element in the source
 * @param to distances in the result
 * @param toOffset first element in the result
 * @param clearBytes if above 0, the result is so large and is zeroed first
 */
public record CopyTask(
        Buffer source,
        Buffer result,
        int[] dims,
        long[] from,
        long fromOffset,
        long[] to,
        long toOffset,
        long clearBytes)
        implements CpuTask {

    @Override
    public void run(ExecutionContext executionContext, int part) {
        var target = result.address(executionContext);
        if (clearBytes > 0) {
            Memory.zero(target, clearBytes);
        }
        copy(0, source.address(executionContext) + fromOffset * Float.BYTES, target + toOffset * Float.BYTES);
    }

    private void copy(int axis, long source, long target) {
        if (axis == dims.length) {
            Memory.set(target, Memory.get(source));
        } else if (axis == dims.length - 1 && from[axis] == 1 && to[axis] == 1) {
            Memory.copy(source, target, (long) dims[axis] * Float.BYTES);
        } else {
            for (var i = 0; i < dims[axis]; i++) {
                copy(axis + 1, source + i * from[axis] * Float.BYTES, target + i * to[axis] * Float.BYTES);
            }
        }
    }
}
