package dev.updraft.compiler.plan;

/**
 * Into how many shards a batch is cut.
 *
 * @param samples of a shard, at least, where there are more than two
 * @param most shards
 * @param fewestForTwo samples of a batch that is cut in two
 * @param mostPartialBytes what the shards' parts of sums over the batch may take together
 */
public record ShardLimits(int samples, int most, int fewestForTwo, long mostPartialBytes) {
    /** Samples enough to keep oneDNN's kernels busy, and few enough that common batches give every thread some shards. */
    public static final ShardLimits HOST = new ShardLimits(16, 16, 8, 512L << 20);

    /** Trees are asked about many samples at a time, or it takes several times as long. */
    private static final int SAMPLES_OF_TREES = 512;

    private static final int FEWEST_FOR_TWO_OF_TREES = 128;

    /** The same where trees are asked. */
    ShardLimits ofTrees() {
        return new ShardLimits(
                Math.max(samples, SAMPLES_OF_TREES),
                most,
                Math.max(fewestForTwo, FEWEST_FOR_TWO_OF_TREES),
                mostPartialBytes);
    }
}
