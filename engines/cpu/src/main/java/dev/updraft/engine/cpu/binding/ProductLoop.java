package dev.updraft.engine.cpu.binding;

import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.Region;
import dev.updraft.engine.cpu.loops.PointwiseTask;

/**
 * A product each part of which goes through a loop while it is still in the cache.
 *
 * @param product whose parts, one after the other all elements, are written at the beginning of the worker's scratch memory
 * @param loop reads them in {@link Region#PART}
 * @param floats of a part; the last may have fewer
 */
record ProductLoop(CpuTask product, PointwiseTask loop, long floats) implements CpuTask {
    @Override
    public int parts() {
        return product.parts();
    }

    @Override
    public void run(ExecutionContext executionContext, int part) {
        product.run(executionContext, part);
        var first = part * floats;
        // Where its element 0 would be, if the parts before lay in front of this one.
        executionContext.base(Region.PART, executionContext.base(Region.SCRATCH) - first * Float.BYTES);
        loop.run(executionContext, first, Math.min(first + floats, loop.elements()));
    }

    @Override
    public long scratchBytes() {
        return product.scratchBytes();
    }
}
