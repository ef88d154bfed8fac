package dev.updraft.engine.cpu.loops;

import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.Memory;

/**
 * The sum over the batch out of the shards' parts, first shard first.
 *
 * @param source the first shard's part; the others follow at equal distances
 * @param shards where the shards' parts lie
 */
public record SumParts(Buffer source, Buffer result, long elements, PartLayout shards) implements CpuTask {
    private static final int ELEMENTS_PER_PART = 16 * ExecutionContext.BLOCK;

    /**
     * Where the shards' parts lie.
     *
     * @param bytes of all parts of a shard
     */
    public record PartLayout(int count, long bytes) {}

    @Override
    public int parts() {
        return (int) Math.ceilDiv(elements, (long) ELEMENTS_PER_PART);
    }

    @Override
    public void run(ExecutionContext executionContext, int part) {
        var registers = executionContext.registers(2);
        var from = (long) part * ELEMENTS_PER_PART;
        var to = Math.min(elements, from + ELEMENTS_PER_PART);
        for (var start = from; start < to; start += ExecutionContext.BLOCK) {
            var count = (int) Math.min(ExecutionContext.BLOCK, to - start);
            var address = source.address(executionContext) + start * Float.BYTES;
            Memory.load(address, registers[0], 0, count);
            for (var shard = 1; shard < shards.count(); shard++) {
                Memory.load(address + shard * shards.bytes(), registers[1], 0, count);
                Loops.combine(BinaryFunction.ADD, registers[0], registers[1], registers[0], count);
            }
            Memory.store(registers[0], count, result.address(executionContext) + start * Float.BYTES);
        }
    }
}
