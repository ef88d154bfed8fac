package dev.updraft.engine.cpu.loops;

import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.Memory;
import dev.updraft.engine.cpu.execution.Region;
import dev.updraft.engine.cpu.loops.RowLookup.ScatterAddTask;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An optimizer's update of a table. Few rows have a gradient, so that most blocks of its loop read the same zeros. Where that would
 * not change a bit, it leaves rows alone as long as they had no gradient and the optimizer remembers nothing but zeros of them.
 *
 * @param sums the table's gradient, in scratch memory
 * @param loop reads them in {@link Region#PART}
 * @param slots what the optimizer remembers
 * @param usedRows those to update; null if the loop changes rows also where gradient and slots are 0
 */
public record RowUpdateTask(
        ScatterAddTask sums,
        PointwiseTask loop,
        List<Buffer> slots,
        @Nullable UsedRows usedRows) implements CpuTask {
    /** Elements of a pass over all rows that cost about as much as going to a single row; an estimate. */
    private static final int ELEMENTS_OF_ROW = 128;

    public RowUpdateTask {
        slots = List.copyOf(slots);
    }

    @Override
    public int parts() {
        return sums.parts();
    }

    /** Of the sums, of a block of zeros, and a number for each block: whether it has sums. */
    @Override
    public long scratchBytes() {
        return sums.scratchBytes() + floatBytes(loop.block()) + floatBytes(blocks(sums.rowsOfPart() * sums.width()));
    }

    private static long floatBytes(long floats) {
        return floats * Float.BYTES;
    }

    private long blocks(long elements) {
        return Math.ceilDiv(elements, loop.block());
    }

    @Override
    public void run(ExecutionContext executionContext, int part) {
        var first = part * sums.rowsOfPart();
        var end = Math.min(sums.rows(), first + sums.rowsOfPart());
        if (usedRows == null) {
            updateAll(executionContext, first, end, null, part);
            return;
        }
        var width = sums.width();
        usedRows.look(executionContext, part, slots, width);
        if (usedRows.count(part) * (ELEMENTS_OF_ROW + width) >= (end - first) * width) {
            updateAll(executionContext, first, end, usedRows, part);
        } else {
            updateUsed(executionContext, first, end, usedRows, part);
        }
        if (slots.isEmpty()) {
            usedRows.clear(part);
        }
    }

    private void updateAll(ExecutionContext executionContext, int first, int end, @Nullable UsedRows used, int part) {
        var width = sums.width();
        var block = loop.block();
        var elements = (end - first) * width;
        var to = executionContext.base(Region.SCRATCH);
        var zeros = to + sums.scratchBytes();
        var marks = zeros + floatBytes(block);
        Memory.zero(zeros, floatBytes(block + blocks(elements)));

        var index = sums.indices().address(executionContext);
        var from = sums.gradient().address(executionContext);
        for (var i = 0L; i < sums.count(); i++) {
            var row = Memory.getInt(index + i * Integer.BYTES);
            if (row >= first && row < end) {
                var start = (row - first) * width;
                for (var at = start / block; at * block < start + width; at++) {
                    if (Memory.getInt(marks + at * Integer.BYTES) == 0) {
                        Memory.setInt(marks + at * Integer.BYTES, 1);
                        Memory.zero(to + floatBytes(at * block), floatBytes(Math.min(block, elements - at * block)));
                    }
                }
                if (used != null) {
                    used.add(part, row);
                }
                sums.add(executionContext, from + floatBytes(i * width), to + floatBytes(start));
            }
        }
        loop.begin(executionContext);
        var firstElement = first * width;
        for (var at = 0L; at * block < elements; at++) {
            var start = at * block;
            var hasSums = Memory.getInt(marks + at * Integer.BYTES) != 0;
            // Where the loop's element 0 would be.
            executionContext.base(Region.PART, (hasSums ? to : zeros - floatBytes(start)) - floatBytes(firstElement));
            loop.blocks(executionContext, firstElement + start, firstElement + Math.min(start + block, elements));
        }
    }

    private void updateUsed(ExecutionContext executionContext, int first, int end, UsedRows used, int part) {
        var width = sums.width();
        var bytes = floatBytes(width);
        var to = executionContext.base(Region.SCRATCH);
        executionContext.base(Region.PART, to - first * bytes);
        for (var place = 0; place < used.count(part); place++) {
            Memory.zero(to + (used.get(part, place) - first) * bytes, bytes);
        }
        var index = sums.indices().address(executionContext);
        var from = sums.gradient().address(executionContext);
        for (var i = 0L; i < sums.count(); i++) {
            var row = Memory.getInt(index + i * Integer.BYTES);
            if (row >= first && row < end) {
                var target = to + (row - first) * bytes;
                if (used.add(part, row)) {
                    Memory.zero(target, bytes);
                }
                sums.add(executionContext, from + i * bytes, target);
            }
        }
        if (used.count(part) > 0) {
            loop.begin(executionContext);
            for (var place = 0; place < used.count(part); place++) {
                var row = used.get(part, place);
                loop.blocks(executionContext, row * width, (row + 1) * width);
            }
        }
    }
}
