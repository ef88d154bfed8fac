package dev.updraft.engine.cpu.loops;

import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.Memory;

/** Tasks on the rows of a matrix, a row being the last axis. */
public final class RowKernels {
    private RowKernels() {}

    /** What becomes of one row. */
    private interface RowFunction {
        void apply(long from, long to, int length);
    }

    private record RowTask(Buffer source, Buffer result, long rows, int length, RowFunction function)
            implements CpuTask {
        @Override
        public void run(ExecutionContext executionContext, int part) {
            var from = source.address(executionContext);
            var to = result.address(executionContext);
            for (var row = 0L; row < rows; row++) {
                var offset = row * length * Float.BYTES;
                function.apply(from + offset, to + offset, length);
            }
        }
    }

    public static CpuTask softmax(Buffer source, Buffer result, long rows, int length) {
        return new RowTask(source, result, rows, length, RowKernels::softmax);
    }

    public static CpuTask logSoftmax(Buffer source, Buffer result, long rows, int length) {
        return new RowTask(source, result, rows, length, RowKernels::logSoftmax);
    }

    private static float max(long from, int length) {
        var max = Float.NEGATIVE_INFINITY;
        for (var i = 0; i < length; i++) {
            max = Math.max(max, Memory.get(from + 4L * i));
        }
        return max;
    }

    private static void softmax(long from, long to, int length) {
        var max = max(from, length);
        var sum = 0.0;
        for (var i = 0; i < length; i++) {
            var exponential = (float) Math.exp(Memory.get(from + 4L * i) - max);
            Memory.set(to + 4L * i, exponential);
            sum += exponential;
        }
        for (var i = 0; i < length; i++) {
            Memory.set(to + 4L * i, (float) (Memory.get(to + 4L * i) / sum));
        }
    }

    private static void logSoftmax(long from, long to, int length) {
        var max = max(from, length);
        var sum = 0.0;
        for (var i = 0; i < length; i++) {
            sum += Math.exp(Memory.get(from + 4L * i) - max);
        }
        var shift = max + Math.log(sum);
        for (var i = 0; i < length; i++) {
            Memory.set(to + 4L * i, (float) (Memory.get(from + 4L * i) - shift));
        }
    }

    /** Class numbers, int32, to rows with a one. */
    public record OneHotTask(Buffer classes, Buffer result, int rows, int width) implements CpuTask {
        @Override
        public void run(ExecutionContext executionContext, int part) {
            var from = classes.address(executionContext);
            var to = result.address(executionContext);
            Memory.zero(to, (long) rows * width * Float.BYTES);
            for (var row = 0; row < rows; row++) {
                var label = Memory.getInt(from + 4L * row);
                if (label >= 0 && label < width) {
                    Memory.set(to + ((long) row * width + label) * Float.BYTES, 1);
                }
            }
        }
    }
}
