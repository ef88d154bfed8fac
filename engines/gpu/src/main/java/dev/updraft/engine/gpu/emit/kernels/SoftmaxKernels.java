package dev.updraft.engine.gpu.emit.kernels;

import dev.updraft.compiler.ops.Node;
import dev.updraft.engine.gpu.emit.context.Emission;
import dev.updraft.engine.gpu.emit.context.GeneratedKernel;
import dev.updraft.engine.gpu.emit.source.Grid;
import dev.updraft.engine.gpu.emit.source.IndexMap;
import dev.updraft.engine.gpu.emit.source.JavaText;
import dev.updraft.engine.gpu.emit.source.Reducer;
import dev.updraft.engine.gpu.emit.source.WorkGroupReduction;
import java.util.List;

/**
 * Softmax and its logarithm over rows. A row's largest element is subtracted first, so that no exponential overflows and one
 * at least is 1.
 */
final class SoftmaxKernels {
    /** Rows up to this length are too short to be shared in a work-group. */
    private static final int SHORT_ROW = 64;

    private final Node node;
    private final boolean logarithm;
    private final Emission emission;
    private final int length;
    private final IndexMap rows;
    private final JavaText text = new JavaText();

    private SoftmaxKernels(Node node, boolean logarithm, Emission emission) {
        this.node = node;
        this.logarithm = logarithm;
        this.emission = emission;
        this.length = node.shape().dim(-1);
        var axes = IndexMap.axes(node.shape());
        this.rows = IndexMap.of(node.shape(), axes.subList(0, axes.size() - 1));
    }

    static GeneratedKernel softmax(Node node, Emission emission) {
        return new SoftmaxKernels(node, false, emission).generatedKernel();
    }

    static GeneratedKernel logSoftmax(Node node, Emission emission) {
        return new SoftmaxKernels(node, true, emission).generatedKernel();
    }

    private GeneratedKernel generatedKernel() {
        if (rows.batched()) {
            text.line(Emission.COUNT);
        }
        var grid = emission.traits().localMemory() && length > SHORT_ROW ? byGroups() : byItems();
        var comment = logarithm ? "x - max - log Σ exp(x - max)" : "exp(x - max) / Σ exp(x - max)";
        return new GeneratedKernel(
                emission.name(node, logarithm ? "log_softmax" : "softmax"),
                comment + " over the last axis of " + node.shape(),
                node,
                grid,
                text.toString());
    }

    /** A work-item for each row. */
    private Grid byItems() {
        text.line("int row = context.globalIdx;").open("if (row < " + rows.size() + ")");
        text.line("int end = " + length + ";");
        Reducer.MAX.loop(text, 1, "0", 1, length, _ -> List.of(x("term")));
        Reducer.SUM.loop(text, 1, "0", 1, length, _ -> List.of(exponential("term", "largest")));
        writeRow("0", 1, "largest", "sum");
        text.close();
        return Grid.of(rows.size(emission.capacity()), emission.traits().workGroup());
    }

    /** A work-group for each row. */
    private Grid byGroups() {
        var group = WorkGroupReduction.of(emission.traits(), 1, length);
        var most = Math.ceilDiv(length, group.size());
        text.line("int row = context.groupIdx;")
                .line("int local = context.localIdx;")
                .line("int end = row < " + rows.size() + " ? " + length + " : 0;")
                .line(group.declare("maxima"))
                .line(group.declare("sums"));
        Reducer.MAX.loop(text, 1, "local", group.size(), most, _ -> List.of(x("term")));
        text.line("maxima[local] = largest;");
        group.fold(text, Reducer.MAX, List.of("maxima"));
        text.line("float maximum = maxima[0];");
        Reducer.SUM.loop(text, 1, "local", group.size(), most, _ -> List.of(exponential("term", "maximum")));
        text.line("sums[local] = sum;");
        group.fold(text, Reducer.SUM, List.of("sums"));
        text.line("float total = sums[0];");
        writeRow("local", group.size(), "maximum", "total");
        return Grid.of(rows.size(emission.capacity()) * group.size(), group.size());
    }

    private void writeRow(String from, int step, String largest, String sum) {
        if (logarithm) {
            text.line("float shift = " + largest + " + TornadoMath.log(" + sum + ");");
        }
        text.open("for (int i = " + from + "; i < end; " + (step == 1 ? "i++" : "i += " + step) + ")")
                .line(emission.place(node)
                        .set(at("i"), logarithm ? x("i") + " - shift" : exponential("i", largest) + " / " + sum))
                .close();
    }

    private String exponential(String column, String largest) {
        return "TornadoMath.exp(" + x(column) + " - " + largest + ")";
    }

    private String x(String column) {
        return emission.place(node.operand(0)).get(at(column));
    }

    private String at(String column) {
        return "row * " + length + " + " + column;
    }
}
