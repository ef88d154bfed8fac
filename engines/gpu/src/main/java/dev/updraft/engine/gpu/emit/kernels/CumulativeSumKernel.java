package dev.updraft.engine.gpu.emit.kernels;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.engine.gpu.emit.context.Emission;
import dev.updraft.engine.gpu.emit.context.GeneratedKernel;
import dev.updraft.engine.gpu.emit.source.Grid;
import dev.updraft.engine.gpu.emit.source.IndexMap;
import dev.updraft.engine.gpu.emit.source.JavaText;

/** Running sums: a work-item for each row of the axis goes along it. Neighbours touch neighbours, but on the last axis. */
final class CumulativeSumKernel {
    private CumulativeSumKernel() {}

    static GeneratedKernel of(Node node, Op.CumulativeSum op, Emission emission) {
        var shape = node.shape();
        var length = shape.dim(op.axis());
        var stride = IndexMap.stride(shape, op.axis());
        var rows = IndexMap.of(
                shape,
                IndexMap.axes(shape).stream().filter(axis -> axis != op.axis()).toList());
        var place = op.reverse() ? length - 1 + " - term" : "term";
        var text = new JavaText();
        if (rows.batched()) {
            text.line(Emission.COUNT);
        }
        text.line("int row = context.globalIdx;")
                .open("if (row < " + rows.size() + ")")
                .line("int start = " + rows.index("row") + ";")
                .line("int end = " + length + ";")
                .line("float sum = 0f;")
                .open("for (int term = 0; term < end; term++)")
                .line("int i = start + (" + place + ") * " + stride + ";")
                .line("sum += " + emission.place(node.operand(0)).get("i") + ";")
                .line(emission.place(node).set("i", "sum"))
                .close()
                .close();
        var from = op.reverse() ? " from the last" : "";
        return new GeneratedKernel(
                emission.name(node, "cumulative_sum"),
                "Running sum along axis " + op.axis() + " of " + shape + from + ".",
                node,
                Grid.of(rows.size(emission.capacity()), emission.traits().workGroup()),
                text.toString());
    }
}
