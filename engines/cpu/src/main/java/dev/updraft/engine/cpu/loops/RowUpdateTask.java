package dev.updraft.engine.cpu.loops;

import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.Memory;
import dev.updraft.engine.cpu.execution.Region;
import dev.updraft.engine.cpu.loops.RowLookup.ScatterAddTask;
import java.util.List;

/**
 * An optimizer's update of a table, which leaves rows alone as long as they had no gradient and the optimizer remembers nothing
 * but zeros of them: it would not change a bit of these.
 *
 * @param sums the table's gradient, in scratch memory
 * @param loop reads them in {@link Region#PART}; it changes nothing where gradient and slots are 0
 * @param slots what the optimizer remembers
 */
public record RowUpdateTask(ScatterAddTask sums, PointwiseTask loop, List<Buffer> slots, UsedRows usedRows)
        implements CpuTask {
    /** Elements of a pass over all rows that cost about as much as going to a single row; an estimate. */
    private static final int ELEMENTS_OF_ROW = 128;

    public RowUpdateTask {
        slots = List.copyOf(slots);
    }

    @Override
    public int parts() {
        return sums.parts();
    }

    @Override
    public long scratchBytes() {
        return sums.scratchBytes();
    }

    @Override
    public void run(ExecutionContext executionContext, int part) {
        var width = sums.width();
        var first = part * sums.rowsOfPart();
        var end = Math.min(sums.rows(), first + sums.rowsOfPart());
        var bytes = width * Float.BYTES;
        var to = executionContext.base(Region.SCRATCH);
        executionContext.base(Region.PART, to - first * bytes);

        usedRows.look(executionContext, part, slots, width);
        var all = usedRows.count(part) * (ELEMENTS_OF_ROW + width) >= (end - first) * width;
        if (all) {
            Memory.zero(to, (end - first) * bytes);
        } else {
            for (var place = 0; place < usedRows.count(part); place++) {
                Memory.zero(to + (usedRows.get(part, place) - first) * bytes, bytes);
            }
        }
        var index = sums.indices().address(executionContext);
        var from = sums.gradient().address(executionContext);
        for (var i = 0L; i < sums.count(); i++) {
            var row = Memory.getInt(index + i * Integer.BYTES);
            if (row >= first && row < end) {
                var target = to + (row - first) * bytes;
                if (usedRows.add(part, row) && !all) {
                    Memory.zero(target, bytes);
                }
                sums.add(executionContext, from + i * bytes, target);
            }
        }
        if (all) {
            loop.run(executionContext, first * width, end * width);
        } else if (usedRows.count(part) > 0) {
            loop.begin(executionContext);
            for (var place = 0; place < usedRows.count(part); place++) {
                var row = usedRows.get(part, place);
                loop.blocks(executionContext, row * width, (row + 1) * width);
            }
        }
        if (slots.isEmpty()) {
            usedRows.clear(part);
        }
    }
}
