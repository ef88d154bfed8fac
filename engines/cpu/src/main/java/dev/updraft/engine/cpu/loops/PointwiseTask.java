package dev.updraft.engine.cpu.loops;

import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.Memory;
import java.util.Arrays;
import java.util.List;

/**
 * Element-wise operations fused into one pass over memory: a block of elements at a time goes through all instructions while
 * it is in the first-level cache. Each instruction is one loop of {@link Loops}.
 */
public final class PointwiseTask implements CpuTask {
    private static final int BLOCKS_PER_PART = 16;

    private final long elements;
    private final int block;
    private final int registers;
    private final Instruction[] once;
    private final Instruction[] perBlock;
    private final SumResult[] sums;
    private final int accumulators;

    /**
     * Where finished sums go.
     *
     * @param first where in the accumulator they begin
     * @param lanes how many numbers, {@code count} apart, make each of them
     */
    public record SumResult(int first, int count, int lanes, Buffer target) {
        /** Numbers in the accumulator. */
        public int width() {
            return count * lanes;
        }

        private double sum(double[] accumulator, int number) {
            var sum = accumulator[first + number];
            for (var lane = 1; lane < lanes; lane++) {
                sum += accumulator[first + lane * count + number];
            }
            return sum;
        }
    }

    /**
     * @param elements of the loop
     * @param block elements of a block, at most {@link ExecutionContext#BLOCK}
     * @param registers how many are used
     * @param once instructions whose result is the same for every block
     * @param perBlock the others
     * @param sums sums over the whole loop; with any, the task is a single part
     */
    public PointwiseTask(
            long elements,
            int block,
            int registers,
            List<Instruction> once,
            List<Instruction> perBlock,
            List<SumResult> sums) {
        this.elements = elements;
        this.block = block;
        this.registers = registers;
        this.once = once.toArray(Instruction[]::new);
        this.perBlock = perBlock.toArray(Instruction[]::new);
        this.sums = sums.toArray(SumResult[]::new);
        this.accumulators = sums.stream().mapToInt(SumResult::width).sum();
    }

    @Override
    public int parts() {
        return sums.length == 0 ? (int) Math.ceilDiv(elements, (long) block * BLOCKS_PER_PART) : 1;
    }

    @Override
    public void run(ExecutionContext executionContext, int part) {
        var from = (long) part * block * BLOCKS_PER_PART;
        run(
                executionContext,
                from,
                sums.length == 0 ? Math.min(elements, from + (long) block * BLOCKS_PER_PART) : elements);
    }

    /** How many are looped over. */
    public long elements() {
        return elements;
    }

    /** Does it for some of the elements; for all of them, if there are sums. */
    public void run(ExecutionContext executionContext, long from, long to) {
        var file = executionContext.registers(registers);
        if (accumulators > 0) {
            Arrays.fill(executionContext.accumulator(accumulators), 0, accumulators, 0);
        }
        var largest = (int) Math.min(block, elements);
        for (var instruction : once) {
            instruction.run(executionContext, file, 0, largest);
        }
        for (var start = from; start < to; start += block) {
            var count = (int) Math.min(block, to - start);
            for (var instruction : perBlock) {
                instruction.run(executionContext, file, start, count);
            }
        }
        for (var sum : sums) {
            var values = executionContext.accumulator(0);
            var target = sum.target.address(executionContext);
            for (var i = 0; i < sum.count; i++) {
                Memory.set(target + (long) i * Float.BYTES, (float) sum.sum(values, i));
            }
        }
    }
}
