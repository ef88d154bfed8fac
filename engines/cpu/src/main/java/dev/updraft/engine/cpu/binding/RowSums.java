package dev.updraft.engine.cpu.binding;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.loops.RowLookup.ScatterAddTask;
import dev.updraft.engine.cpu.loops.RowUpdateTask;
import dev.updraft.engine.cpu.loops.Strides;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gradients of tables, cut into parts of some rows each. Every part looks at all indices, which is why there are not many. */
final class RowSums {
    /** Of a part, at least. */
    private static final int FLOATS = 1 << 17;

    private static final int MOST_PARTS = 32;

    /** Of a part that a loop reads at once, beside as many of each variable: together they stay in a second-level cache. */
    private static final int FLOATS_IN_CACHE = 1 << 16;

    private RowSums() {}

    static CpuTask of(BindingContext bindingContext, Node node) {
        var rows = node.shape().dim(0);
        var parts = Math.clamp(node.shape().elementsPerSample() / FLOATS, 1, Math.min(rows, MOST_PARTS));
        return task(bindingContext, node, bindingContext.write(node), Math.ceilDiv(rows, parts));
    }

    /** Sums whose parts go through a loop as soon as they are there. */
    static CpuTask withLoop(BindingContext bindingContext, Node node, Kernel.Pointwise loop) {
        var rows = node.shape().dim(0);
        var width = node.shape().elementsPerSample() / rows;
        var rowsOfPart = Math.clamp(FLOATS_IN_CACHE / width, 1, rows);
        var sums = task(bindingContext, node, null, rowsOfPart);
        var after = PointwiseCompiler.compile(bindingContext, loop, node);
        var update = IdleElements.find(bindingContext, loop, node);
        return new RowUpdateTask(
                sums,
                after,
                update == null
                        ? List.of()
                        : update.slots().stream().map(bindingContext::read).toList(),
                update == null ? null : bindingContext.usedRows(update.weights(), rows, rowsOfPart));
    }

    private static ScatterAddTask task(
            BindingContext bindingContext, Node node, @Nullable Buffer result, int rowsOfPart) {
        var rows = node.shape().dim(0);
        return new ScatterAddTask(
                bindingContext.read(node.operand(0)),
                bindingContext.read(node.operand(1)),
                result,
                Strides.elements(bindingContext.dims(node.operand(0))),
                rows,
                node.shape().elementsPerSample() / rows,
                rowsOfPart);
    }
}
