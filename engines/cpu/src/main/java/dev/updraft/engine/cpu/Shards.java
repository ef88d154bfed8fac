package dev.updraft.engine.cpu;

/**
 * How a batch is cut. The cut depends on the batch and the graph alone, never on the number of threads, so neither do sums
 * over the batch, which are added shard by shard.
 *
 * @param starts first sample of each shard
 * @param sizes samples of each shard; they differ by one at most
 */
record Shards(int[] starts, int[] sizes) {
    /** Enough to keep oneDNN's kernels busy, few enough that common batches give every thread some shards. */
    private static final int SAMPLES = 16;

    private static final int MOST = 16;
    private static final int FEWEST_SAMPLES_FOR_TWO = 8;
    private static final long MOST_PART_BYTES = 512L << 20;

    /**
     * Cuts a batch.
     *
     * @param partBytes what each shard needs for its parts of sums over the batch
     */
    static Shards of(int batch, long partBytes) {
        var wanted = batch < 2 * SAMPLES ? batch < FEWEST_SAMPLES_FOR_TWO ? 1 : 2 : Math.min(MOST, batch / SAMPLES);
        var affordable = partBytes == 0 ? MOST : Math.max(1, MOST_PART_BYTES / partBytes);
        var count = (int) Math.min(wanted, affordable);
        var starts = new int[count];
        var sizes = new int[count];
        for (var shard = 0; shard < count; shard++) {
            starts[shard] = (int) ((long) batch * shard / count);
            sizes[shard] = (int) ((long) batch * (shard + 1) / count) - starts[shard];
        }
        return new Shards(starts, sizes);
    }

    int count() {
        return sizes.length;
    }

    int largest() {
        return java.util.Arrays.stream(sizes).max().orElse(0);
    }
}
