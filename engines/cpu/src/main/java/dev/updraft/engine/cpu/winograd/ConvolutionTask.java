package dev.updraft.engine.cpu.winograd;

import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.execution.ExecutionContext;

/**
 * A convolution, some tiles at a time: transforms them, multiplies 36 pairs of matrices, and makes results of the products.
 *
 * @param block multiplies {@code tiles} of them
 * @param rest multiplies those that are left at the end
 */
record ConvolutionTask(
        Buffer source,
        Buffer target,
        Tiling tiling,
        TileReader reader,
        TileWriter writer,
        Winograd.MatrixProducts block,
        Winograd.MatrixProducts rest,
        int tiles)
        implements CpuTask {

    @Override
    public void run(ExecutionContext executionContext, int part) {
        var images = source.address(executionContext);
        var results = target.address(executionContext);
        for (var first = 0; first < tiling.count(); first += tiles) {
            var count = Math.min(tiles, tiling.count() - first);
            var matrices = count == tiles ? block : rest;
            reader.read(
                    executionContext,
                    images,
                    first,
                    count,
                    matrices.transforms().address(executionContext),
                    count);
            matrices.task().run(executionContext, 0);
            writer.write(executionContext, matrices.products().address(executionContext), first, count, count, results);
        }
    }

    @Override
    public long scratchBytes() {
        return Math.max(block.task().scratchBytes(), rest.task().scratchBytes());
    }
}
