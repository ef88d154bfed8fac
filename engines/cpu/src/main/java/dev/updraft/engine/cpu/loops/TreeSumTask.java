package dev.updraft.engine.cpu.loops;

import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.Memory;
import dev.updraft.trees.prediction.RowBlock;
import org.jspecify.annotations.Nullable;

/** Sums of the leaves that samples come to. */
public final class TreeSumTask implements CpuTask {
    private final Buffer features;
    private final Buffer base;
    private final PreparedTrees trees;
    private final Buffer result;
    private final int samples;
    private final int width;
    private final int outputs;
    /** Of each worker, once it has done some. */
    private final @Nullable RowBlock[] blocks;

    /**
     * @param base what sums begin with
     * @param samples how many
     * @param width features of a sample
     */
    public TreeSumTask(
            Buffer features,
            Buffer base,
            PreparedTrees trees,
            Buffer result,
            int samples,
            int width,
            int outputs,
            int workers) {
        this.features = features;
        this.base = base;
        this.trees = trees;
        this.result = result;
        this.samples = samples;
        this.width = width;
        this.outputs = outputs;
        blocks = new RowBlock[workers];
    }

    @Override
    public void run(ExecutionContext executionContext, int part) {
        var predictor = trees.predictor();
        var block = blocks[executionContext.worker()];
        if (block == null || block.predictor() != predictor) {
            block = predictor.block(samples);
            blocks[executionContext.worker()] = block;
        }
        var from = features.address(executionContext);
        var to = result.address(executionContext);
        var begin = base.address(executionContext);
        for (var done = 0; done < samples; done += block.capacity()) {
            var rows = Math.min(block.capacity(), samples - done);
            Memory.loadBits(from + (long) done * width * Float.BYTES, block.bits(), rows * width);
            Memory.load(begin, block.sums(), 0, outputs);
            block.repeatFirst(rows);
            predictor.add(block, rows);
            Memory.store(block.sums(), rows * outputs, to + (long) done * outputs * Float.BYTES);
        }
    }
}
