package dev.updraft.engine.cpu.loops;

import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.Memory;
import dev.updraft.engine.cpu.execution.Region;
import org.jspecify.annotations.Nullable;

/** What int32 elements are good for: rows of a table by their numbers, and real numbers. */
public final class RowLookup {
    private RowLookup() {}

    /** Real numbers from int32. */
    public record CastTask(Buffer source, Buffer result, long elements) implements CpuTask {
        @Override
        public void run(ExecutionContext executionContext, int part) {
            var from = source.address(executionContext);
            var to = result.address(executionContext);
            for (var offset = 0L; offset < elements * Float.BYTES; offset += Float.BYTES) {
                Memory.set(to + offset, Memory.getInt(from + offset));
            }
        }
    }

    /** int32 from real numbers that are whole. */
    public record ToIntegerTask(Buffer source, Buffer result, long elements) implements CpuTask {
        @Override
        public void run(ExecutionContext executionContext, int part) {
            var from = source.address(executionContext);
            var to = result.address(executionContext);
            for (var offset = 0L; offset < elements * Float.BYTES; offset += Float.BYTES) {
                Memory.setInt(to + offset, (int) Memory.get(from + offset));
            }
        }
    }

    /**
     * A row of NaN where there is none of that number.
     *
     * @param count how many indices
     * @param rows of the table
     * @param width elements of a row
     */
    public record GatherTask(Buffer table, Buffer indices, Buffer result, long count, int rows, long width)
            implements CpuTask {
        @Override
        public void run(ExecutionContext executionContext, int part) {
            var from = table.address(executionContext);
            var index = indices.address(executionContext);
            var to = result.address(executionContext);
            var bytes = width * Float.BYTES;
            for (var i = 0L; i < count; i++) {
                var row = Memory.getInt(index + i * Integer.BYTES);
                if (row >= 0 && row < rows) {
                    Memory.copy(from + row * bytes, to + i * bytes, bytes);
                } else {
                    fill(to + i * bytes);
                }
            }
        }

        private void fill(long row) {
            for (var column = 0L; column < width; column++) {
                Memory.set(row + column * Float.BYTES, Float.NaN);
            }
        }
    }

    /**
     * Adds rows up, one after the other, so that the order is always the same. A part does some of the table's rows.
     *
     * @param result null if a part is to be left at the beginning of the worker's scratch memory
     * @param count how many indices
     * @param rows of the table
     * @param width elements of a row
     * @param rowsOfPart the last part may have fewer
     */
    public record ScatterAddTask(
            Buffer indices, Buffer gradient, @Nullable Buffer result, long count, int rows, long width, int rowsOfPart)
            implements CpuTask {
        @Override
        public int parts() {
            return Math.ceilDiv(rows, rowsOfPart);
        }

        @Override
        public long scratchBytes() {
            return result == null ? rowsOfPart * width * Float.BYTES : 0;
        }

        @Override
        public void run(ExecutionContext executionContext, int part) {
            var first = part * rowsOfPart;
            run(executionContext, first, Math.min(rows, first + rowsOfPart));
        }

        @Override
        public void run(ExecutionContext executionContext) {
            run(executionContext, 0, rows);
        }

        private void run(ExecutionContext executionContext, int first, int end) {
            var index = indices.address(executionContext);
            var from = gradient.address(executionContext);
            var bytes = width * Float.BYTES;
            var to = result == null
                    ? executionContext.base(Region.SCRATCH)
                    : result.address(executionContext) + first * bytes;
            Memory.zero(to, (end - first) * bytes);
            for (var i = 0L; i < count; i++) {
                var row = Memory.getInt(index + i * Integer.BYTES);
                if (row >= first && row < end) {
                    add(executionContext, from + i * bytes, to + (row - first) * bytes);
                }
            }
        }

        void add(ExecutionContext executionContext, long from, long to) {
            var registers = executionContext.registers(2);
            for (var column = 0L; column < width; column += ExecutionContext.BLOCK) {
                var offset = column * Float.BYTES;
                var columns = (int) Math.min(ExecutionContext.BLOCK, width - column);
                Memory.load(to + offset, registers[0], 0, columns);
                Memory.load(from + offset, registers[1], 0, columns);
                Loops.combine(BinaryFunction.ADD, registers[0], registers[1], registers[0], columns);
                Memory.store(registers[0], columns, to + offset);
            }
        }
    }
}
