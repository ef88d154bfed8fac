package dev.updraft.engine.cpu.loops;

import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.Memory;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Element-wise operations fused into one pass over memory: a block of elements at a time goes through all instructions while
 * it is in the first-level cache. Each instruction is one loop of {@link Loops}.
 */
public final class PointwiseTask implements CpuTask {
    private static final long ELEMENTS_PER_PART = 16 * ExecutionContext.BLOCK;

    private final long elements;
    private final int block;
    private final int registers;
    private final Instruction[] once;
    private final Instruction[] perBlock;
    private final Result[] sums;
    private final int accumulators;
    private final @Nullable VectorBlocks vectorBlocks;

    /** What is made of the accumulator in the end. */
    public sealed interface Result {
        /** Numbers in the accumulator. */
        int width();

        /** Writes it. */
        void write(ExecutionContext executionContext, double[] accumulator);
    }

    /**
     * Finished sums.
     *
     * @param lanes where in the accumulator their numbers are
     */
    public record SumResult(Lanes lanes, Buffer target) implements Result {
        @Override
        public int width() {
            return lanes.width();
        }

        @Override
        public void write(ExecutionContext executionContext, double[] accumulator) {
            for (var i = 0; i < lanes.count; i++) {
                set(target, executionContext, i, lanes.sum(accumulator, i));
            }
        }
    }

    /**
     * Sums of squared deviations {@code Σ (x - m)² = Σ x² - (Σ x)² / n} out of float64 sums of x and x². Cancellation costs
     * these about {@code 2^-53 m²} a value, where a mean m rounded to float32 would cost {@code (2^-25 m)²}, the like.
     *
     * @param sums where in the accumulator those of x are, and among the squares those of x²
     * @param elements how many each is of
     * @param meansBehind whether the means go behind the results, and behind these what float32 leaves of them: a {@link
     *     MergeDeviations} needs them of a shard
     */
    public record DeviationsResult(Lanes sums, long elements, Buffer target, boolean meansBehind) implements Result {
        @Override
        public int width() {
            return sums.width();
        }

        @Override
        public void write(ExecutionContext executionContext, double[] accumulator) {
            var squares = executionContext.squares(0);
            for (var i = 0; i < sums.count; i++) {
                var sum = sums.sum(accumulator, i);
                set(target, executionContext, i, Math.max(0, sums.sum(squares, i) - sum / elements * sum));
                if (meansBehind) {
                    var mean = sum / elements;
                    set(target, executionContext, sums.count + i, mean);
                    set(target, executionContext, 2 * sums.count + i, mean - (float) mean);
                }
            }
        }
    }

    /**
     * Sums in the accumulator.
     *
     * @param first where they begin
     * @param number how many numbers, {@code count} apart, make each of them
     */
    public record Lanes(int first, int count, int number) {
        /** Numbers in the accumulator. */
        public int width() {
            return count * number;
        }

        private double sum(double[] accumulator, int place) {
            var sum = accumulator[first + place];
            for (var lane = 1; lane < number; lane++) {
                sum += accumulator[first + lane * count + place];
            }
            return sum;
        }
    }

    private static void set(Buffer target, ExecutionContext executionContext, int place, double value) {
        Memory.set(target.address(executionContext) + (long) place * Float.BYTES, (float) value);
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
            List<Result> sums) {
        this.elements = elements;
        this.block = block;
        this.registers = registers;
        this.once = once.toArray(Instruction[]::new);
        this.perBlock = perBlock.toArray(Instruction[]::new);
        this.sums = sums.toArray(Result[]::new);
        this.accumulators = sums.stream().mapToInt(Result::width).sum();
        this.vectorBlocks = VectorBlocks.of(block, once, perBlock);
    }

    @Override
    public int parts() {
        return sums.length == 0 ? (int) Math.ceilDiv(elements, elementsPerPart()) : 1;
    }

    @Override
    public void run(ExecutionContext executionContext, int part) {
        var from = part * elementsPerPart();
        run(executionContext, from, sums.length == 0 ? Math.min(elements, from + elementsPerPart()) : elements);
    }

    private long elementsPerPart() {
        return ELEMENTS_PER_PART / block * block;
    }

    /** Elements of a block. */
    int block() {
        return block;
    }

    /** How many are looped over. */
    public long elements() {
        return elements;
    }

    /** Does it for some of the elements; for all of them, if there are sums. */
    public void run(ExecutionContext executionContext, long from, long to) {
        begin(executionContext);
        blocks(executionContext, from, to);
        for (var sum : sums) {
            sum.write(executionContext, executionContext.accumulator(0));
        }
    }

    /** Does what comes before all {@link #blocks}. */
    void begin(ExecutionContext executionContext) {
        var file = executionContext.registers(registers);
        if (accumulators > 0) {
            Arrays.fill(executionContext.accumulator(accumulators), 0, accumulators, 0);
            Arrays.fill(executionContext.squares(accumulators), 0, accumulators, 0);
        }
        var largest = (int) Math.min(block, elements);
        for (var instruction : once) {
            instruction.run(executionContext, file, 0, largest);
        }
        if (vectorBlocks != null) {
            vectorBlocks.begin(executionContext, file, largest);
        }
    }

    /** Goes on with some of the elements. */
    void blocks(ExecutionContext executionContext, long from, long to) {
        var file = executionContext.registers(registers);
        if (vectorBlocks != null) {
            vectorBlocks.run(executionContext, file, from, to);
            return;
        }
        for (var start = from; start < to; start += block) {
            var count = (int) Math.min(block, to - start);
            for (var instruction : perBlock) {
                instruction.run(executionContext, file, start, count);
            }
        }
    }
}
