package dev.updraft.engine.gpu.emit.kernels;

import dev.updraft.compiler.ops.Node;
import dev.updraft.engine.gpu.emit.context.Emission;
import dev.updraft.engine.gpu.emit.context.GeneratedKernel;
import dev.updraft.engine.gpu.emit.context.Place;
import dev.updraft.engine.gpu.emit.device.Control;
import dev.updraft.engine.gpu.emit.source.Extent;
import dev.updraft.engine.gpu.emit.source.Grid;
import dev.updraft.engine.gpu.emit.source.IndexMap;
import dev.updraft.engine.gpu.emit.source.JavaText;
import java.util.List;

/**
 * Rows of a table by their numbers. On a device, int32 values are kept as float32: those that are numbers of rows are exact,
 * and those that are not stay outside of the table.
 */
final class RowLookupKernels {
    private RowLookupKernels() {}

    static GeneratedKernel cast(Node node, Emission emission) {
        var kernel = new PerElement(node, emission);
        return kernel.set("cast", "Whole numbers as real ones.", kernel.operand(0, "i"));
    }

    static GeneratedKernel toInteger(Node node, Emission emission) {
        var kernel = new PerElement(node, emission);
        kernel.text().line("int whole = (int) " + kernel.operand(0, "i") + ";");
        return kernel.set("to_integer", "Real numbers as whole ones.", "(float) whole");
    }

    static GeneratedKernel gather(Node node, Emission emission) {
        var table = node.operand(0).shape();
        var width = IndexMap.stride(table, 0);
        var kernel = new PerElement(node, emission);
        kernel.text().line("float index = " + kernel.operand(1, over("i", width)) + ";");
        kernel.text().line("boolean inside = index > -1f && index < " + table.dim(0) + "f;");
        kernel.text().line("int row = inside ? (int) index : 0;");
        // TornadoVM writes the constant as OpenCL has none; a division that it cannot foresee gives one.
        kernel.text().line("float nan = 0f / control.get(" + Control.ZERO + ");");
        return kernel.set(
                "gather",
                "Rows of " + table + "; NaN where there is none.",
                "inside ? " + kernel.operand(0, element("row", "i", width)) + " : nan");
    }

    /**
     * Without atomic additions, whose order differs from run to run. The places with the same index are linked in their order
     * first; then a work-item for each element of a row goes along the links, from the first place on.
     */
    static List<GeneratedKernel> scatterAdd(Node node, Emission emission) {
        var zero = new PerElement(node, emission).set("zero", "Rows that no index names.", "0f");
        var indices = node.operand(0).shape();
        var most = Extent.most(indices, emission.capacity());
        var links = emission.scratch(2 * most);
        return List.of(zero, link(node, links, most, emission), add(node, links, most, emission));
    }

    /** For each place the next one with its index, -1 for none; behind these whether it is the first of them. */
    private static GeneratedKernel link(Node node, Place links, long most, Emission emission) {
        var indices = node.operand(0);
        var place = emission.place(indices);
        var text = new JavaText();
        if (indices.shape().batched()) {
            text.line(Emission.COUNT);
        }
        text.line("int i = context.globalIdx;")
                .line("int end = " + Extent.of(indices.shape()) + ";")
                .open("if (i < end)")
                .line("float index = " + place.get("i") + ";")
                .line("boolean inside = index > -1f && index < " + node.shape().dim(0) + "f;")
                .line("int row = inside ? (int) index : -1;")
                .line("int next = -1;")
                .line("int first = inside ? 1 : 0;")
                .open("for (int other = 0; other < end; other++)")
                .line("int itsRow = (int) " + place.get("other") + ";")
                .line("first = itsRow == row && other < i ? 0 : first;")
                .line("next = itsRow == row && other > i && next < 0 ? other : next;")
                .close()
                .line(links.set("i", "next"))
                .line(links.set(most + " + i", "first"))
                .close();
        return new GeneratedKernel(
                emission.name(node, "scatter_add_link"),
                "Links the places with the same index.",
                node,
                Grid.of(most, emission.traits().workGroup()),
                text.toString());
    }

    private static GeneratedKernel add(Node node, Place links, long most, Emission emission) {
        var indices = node.operand(0);
        var gradient = node.operand(1);
        var width = IndexMap.stride(node.shape(), 0);
        var text = new JavaText();
        if (indices.shape().batched()) {
            text.line(Emission.COUNT);
        }
        text.line("int i = context.globalIdx;")
                .open("if (i < " + Extent.of(gradient.shape()) + ")")
                .line("int start = " + over("i", width) + ";")
                .open("if (" + links.get(most + " + start") + " > 0f)")
                .line("int row = (int) " + emission.place(indices).get("start") + ";")
                .line("float sum = 0f;")
                .open("for (int place = start; place >= 0; place = (int) " + links.get("place") + ")")
                .line("sum = sum + " + emission.place(gradient).get(element("place", "i", width)) + ";")
                .close()
                .line(emission.place(node).set(element("row", "i", width), "sum"))
                .close()
                .close();
        return new GeneratedKernel(
                emission.name(node, "scatter_add"),
                "Adds the rows with the same index, in order.",
                node,
                Grid.of(
                        Extent.most(gradient.shape(), emission.capacity()),
                        emission.traits().workGroup()),
                text.toString());
    }

    /** The number of the row that an element is in. */
    private static String over(String index, int width) {
        return width == 1 ? index : index + " / " + width;
    }

    /** The element of a row at the column of another element. */
    private static String element(String row, String index, int width) {
        return width == 1 ? row : row + " * " + width + " + " + index + " % " + width;
    }
}
