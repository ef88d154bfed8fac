package dev.updraft.compiler.plan;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.schedule.Schedule;
import java.util.Arrays;

/**
 * How a batch is cut. The cut depends on the batch and the graph alone, never on the number of threads, so neither do sums
 * over the batch, which are added shard by shard.
 *
 * @param starts first sample of each shard
 * @param sizes samples of each shard; they differ by one at most
 */
public record Shards(int[] starts, int[] sizes) {

    static Shards of(Schedule schedule, ExecutionTarget target) {
        var limits = target.shardLimits();
        if (limits == null) {
            return new Shards(new int[] {0}, new int[] {target.batchSize()});
        }
        var partialBytes = schedule.partials().stream()
                .mapToLong(node -> node.shape().elementsPerSample() * Float.BYTES)
                .sum();
        var hasTrees = schedule.graph().nodes().stream().anyMatch(node -> node.op() instanceof Op.TreeSum);
        return of(target.batchSize(), partialBytes, hasTrees ? limits.ofTrees() : limits);
    }

    /**
     * Cuts a batch.
     *
     * @param partialBytes what each shard needs for its parts of sums over the batch
     */
    static Shards of(int batch, long partialBytes, ShardLimits limits) {
        var wanted = batch < 2 * limits.samples()
                ? batch < limits.fewestForTwo() ? 1 : 2
                : Math.min(limits.most(), batch / limits.samples());
        var affordable = partialBytes == 0 ? limits.most() : Math.max(1, limits.mostPartialBytes() / partialBytes);
        var count = (int) Math.min(wanted, affordable);
        var starts = new int[count];
        var sizes = new int[count];
        for (var shard = 0; shard < count; shard++) {
            starts[shard] = (int) ((long) batch * shard / count);
            sizes[shard] = (int) ((long) batch * (shard + 1) / count) - starts[shard];
        }
        return new Shards(starts, sizes);
    }

    /** How many there are. */
    public int count() {
        return sizes.length;
    }

    /** Samples of the largest. */
    public int largest() {
        return Arrays.stream(sizes).max().orElse(0);
    }
}
