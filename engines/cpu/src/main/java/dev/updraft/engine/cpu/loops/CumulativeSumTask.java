package dev.updraft.engine.cpu.loops;

import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.Memory;
import java.util.Arrays;

/**
 * Running sums along an axis, place by place; at each, all that lies side by side there is added at once.
 *
 * @param blocks how often the axis is walked from end to end
 * @param length places of the axis
 * @param stride elements from one place to the next
 * @param reverse whether the last place comes first
 */
public record CumulativeSumTask(Buffer source, Buffer result, long blocks, int length, long stride, boolean reverse)
        implements CpuTask {

    @Override
    public void run(ExecutionContext executionContext, int part) {
        var from = source.address(executionContext);
        var to = result.address(executionContext);
        for (var block = 0L; block < blocks; block++) {
            var start = block * length * stride;
            for (var column = 0L; column < stride; column += ExecutionContext.BLOCK) {
                var offset = (start + column) * Float.BYTES;
                var columns = (int) Math.min(ExecutionContext.BLOCK, stride - column);
                if (columns == 1) {
                    add(from + offset, to + offset);
                } else {
                    add(executionContext, from + offset, to + offset, columns);
                }
            }
        }
    }

    private void add(long from, long to) {
        var sum = 0f;
        for (var step = 0; step < length; step++) {
            var offset = offset(step);
            sum += Memory.get(from + offset);
            Memory.set(to + offset, sum);
        }
    }

    private void add(ExecutionContext executionContext, long from, long to, int columns) {
        var registers = executionContext.registers(2);
        Arrays.fill(registers[0], 0, columns, 0f);
        for (var step = 0; step < length; step++) {
            var offset = offset(step);
            Memory.load(from + offset, registers[1], 0, columns);
            Loops.combine(BinaryFunction.ADD, registers[0], registers[1], registers[0], columns);
            Memory.store(registers[0], columns, to + offset);
        }
    }

    /** Bytes from the beginning of the axis to the place that is the next in turn. */
    private long offset(int step) {
        return (reverse ? length - 1 - step : step) * stride * Float.BYTES;
    }
}
