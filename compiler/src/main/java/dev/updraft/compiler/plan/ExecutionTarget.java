package dev.updraft.compiler.plan;

import org.jspecify.annotations.Nullable;

/**
 * What a plan depends on of the engine that runs it.
 *
 * @param batchSize samples of a step, or the most of one where steps may have fewer
 * @param memory whose memory kernels work in
 * @param shardLimits how a batch is cut into shards, each of which runs by itself; null to compute all samples at once, the
 *     kernels of a level side by side
 * @param poolingIndices whether max pooling leaves for its gradient which elements were largest, so that this does not read the
 *     image again
 * @param memoryBlock bytes of the largest piece of memory there is, a multiple of {@link MemoryPlan#ALIGNMENT}: no value lies across
 *     the border of two; {@code Long.MAX_VALUE} if all memory is in one piece
 */
public record ExecutionTarget(
        int batchSize, Memory memory, @Nullable ShardLimits shardLimits, boolean poolingIndices, long memoryBlock) {

    /** Whose memory kernels work in. */
    public enum Memory {
        /**
         * That of the caller: inputs are read and predictions written where the caller has them. Numbers are written to
         * buffers once and stay there.
         */
        HOST,
        /**
         * The device's own: inputs are copied to buffers before the first kernel, and predictions from them after the last.
         * Numbers are in the text of loops; for other kernels they are written to buffers in each step.
         */
        DEVICE
    }

    public ExecutionTarget {
        if (batchSize < 1) {
            throw new IllegalArgumentException("a batch has at least 1 sample, not " + batchSize);
        }
    }

    /** Whether a batch is cut into shards. */
    public boolean inShards() {
        return shardLimits != null;
    }

    /** A device with memory of its own that computes all samples at once. */
    public static ExecutionTarget device(int batchSize) {
        return device(batchSize, Long.MAX_VALUE);
    }

    /** As the other, whose memory comes in blocks. */
    public static ExecutionTarget device(int batchSize, long memoryBlock) {
        return new ExecutionTarget(batchSize, Memory.DEVICE, null, false, memoryBlock);
    }

    /** The processor, for libraries that remember where max pooling found the largest elements. */
    public static ExecutionTarget host(int batchSize) {
        return new ExecutionTarget(batchSize, Memory.HOST, ShardLimits.HOST, true, Long.MAX_VALUE);
    }
}
