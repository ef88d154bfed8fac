package dev.updraft.engine.cpu.loops;

import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.Memory;

/**
 * The sum of squared deviations over the batch out of the shards' parts, first shard first: those about the mean of each shard, and
 * for each shard the square of its mean's distance from the mean of all. Chan, Golub and LeVeque, "Updating formulae and a pairwise
 * algorithm for computing sample variances", 1979.
 *
 * @param source the first shard's sums of squared deviations, behind them its means, and behind these what float32 leaves of them; the
 *     other shards' follow at equal distances
 * @param count how many sums there are
 * @param shardElements how many elements of each shard a sum is of
 * @param shardBytes from a shard's parts to the next's
 */
public record MergeDeviations(Buffer source, Buffer result, int count, long[] shardElements, long shardBytes)
        implements CpuTask {
    @Override
    public int parts() {
        return 1;
    }

    @Override
    public void run(ExecutionContext executionContext, int part) {
        var from = source.address(executionContext);
        var to = result.address(executionContext);
        for (var i = 0; i < count; i++) {
            var deviations = from + (long) i * Float.BYTES;
            var elements = 0L;
            var sum = 0.0;
            for (var shard = 0; shard < shardElements.length; shard++) {
                elements += shardElements[shard];
                sum += mean(deviations + shard * shardBytes) * shardElements[shard];
            }
            var mean = sum / elements;
            var squares = 0.0;
            for (var shard = 0; shard < shardElements.length; shard++) {
                var distance = mean(deviations + shard * shardBytes) - mean;
                squares += Memory.get(deviations + shard * shardBytes) + distance * distance * shardElements[shard];
            }
            Memory.set(to + (long) i * Float.BYTES, (float) squares);
        }
    }

    private double mean(long deviation) {
        var rounded = deviation + (long) count * Float.BYTES;
        return (double) Memory.get(rounded) + Memory.get(rounded + (long) count * Float.BYTES);
    }
}
