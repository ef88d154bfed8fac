package dev.updraft.engine.cpu.loops;

import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.Memory;

/** Tasks on the rows of a matrix, a row being the last axis. */
public final class RowKernels {
    private RowKernels() {}

    /**
     * Softmax or its logarithm. As many whole rows as fill the first-level cache go through each loop together; longer rows go in
     * pieces.
     */
    private record SoftmaxTask(Buffer source, Buffer result, long rows, int length, boolean logarithm)
            implements CpuTask {
        @Override
        public void run(ExecutionContext executionContext, int part) {
            var from = source.address(executionContext);
            var to = result.address(executionContext);
            var together = Math.max(1, ExecutionContext.BLOCK / length);
            for (var row = 0L; row < rows; row += together) {
                var offset = row * length * Float.BYTES;
                if (length <= ExecutionContext.BLOCK) {
                    var count = (int) Math.min(together, rows - row);
                    shortRows(executionContext, from + offset, to + offset, count);
                } else {
                    longRow(executionContext, from + offset, to + offset);
                }
            }
        }

        private void shortRows(ExecutionContext executionContext, long from, long to, int count) {
            var registers = executionContext.registers(3);
            var x = registers[0];
            var y = registers[1];
            var maxima = registers[2];
            var floatBits = executionContext.floatBits();
            Memory.load(from, x, 0, count * length);
            Memory.loadBits(from, floatBits.bits(), count * length);
            for (var row = 0; row < count; row++) {
                maxima[row] = Loops.max(floatBits.bits(), row * length, length);
                Loops.subtract(x, maxima[row], y, row * length, length);
            }
            Loops.exp(y, y, floatBits, count * length);
            for (var row = 0; row < count; row++) {
                var sum = Loops.sum(y, row * length, length, executionContext.lanes());
                if (logarithm) {
                    Loops.subtract(x, maxima[row] + Math.log(sum), y, row * length, length);
                } else {
                    Loops.scale(y, 1 / sum, row * length, length);
                }
            }
            Memory.store(y, count * length, to);
        }

        private void longRow(ExecutionContext executionContext, long from, long to) {
            var register = executionContext.registers(1)[0];
            var floatBits = executionContext.floatBits();
            var max = Float.NEGATIVE_INFINITY;
            for (var start = 0; start < length; start += ExecutionContext.BLOCK) {
                Memory.loadBits(from + 4L * start, floatBits.bits(), piece(start));
                max = Math.max(max, Loops.max(floatBits.bits(), 0, piece(start)));
            }
            var sum = 0.0;
            for (var start = 0; start < length; start += ExecutionContext.BLOCK) {
                var piece = piece(start);
                Memory.load(from + 4L * start, register, 0, piece);
                Loops.subtract(register, max, register, 0, piece);
                Loops.exp(register, register, floatBits, piece);
                sum += Loops.sum(register, 0, piece, executionContext.lanes());
                if (!logarithm) {
                    Memory.store(register, piece, to + 4L * start);
                }
            }
            for (var start = 0; start < length; start += ExecutionContext.BLOCK) {
                var piece = piece(start);
                Memory.load((logarithm ? from : to) + 4L * start, register, 0, piece);
                if (logarithm) {
                    Loops.subtract(register, max + Math.log(sum), register, 0, piece);
                } else {
                    Loops.scale(register, 1 / sum, 0, piece);
                }
                Memory.store(register, piece, to + 4L * start);
            }
        }

        private int piece(int start) {
            return Math.min(ExecutionContext.BLOCK, length - start);
        }
    }

    public static CpuTask softmax(Buffer source, Buffer result, long rows, int length) {
        return new SoftmaxTask(source, result, rows, length, false);
    }

    public static CpuTask logSoftmax(Buffer source, Buffer result, long rows, int length) {
        return new SoftmaxTask(source, result, rows, length, true);
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
