package dev.updraft.engine.gpu.emit.kernels;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.engine.gpu.emit.context.Emission;
import dev.updraft.engine.gpu.emit.context.GeneratedKernel;
import dev.updraft.engine.gpu.emit.source.IndexMap;
import java.util.List;

/** Kernels that move elements and compute nothing. */
final class DataMovementKernels {
    private DataMovementKernels() {}

    static GeneratedKernel transpose(Node node, List<Integer> permutation, Emission emission) {
        var kernel = new PerElement(node, emission);
        var whole = node.operand(0).shape();
        var indexMap = IndexMap.of(whole, permutation);
        return kernel.set(
                "transpose", "Axes " + permutation + " of " + whole + ".", kernel.operand(0, indexMap.index("i")));
    }

    static GeneratedKernel slice(Node node, Op.Slice slice, Emission emission) {
        var kernel = new PerElement(node, emission);
        var whole = node.operand(0).shape();
        var indexMap = IndexMap.of(whole, IndexMap.axes(whole), node.shape());
        var start = slice.start() * IndexMap.stride(whole, slice.axis());
        return kernel.set(
                "slice",
                slice.length() + " places from " + slice.start() + " on axis " + slice.axis() + " of " + whole + ".",
                kernel.operand(0, start == 0 ? indexMap.index("i") : start + " + " + indexMap.index("i")));
    }

    static GeneratedKernel pad(Node node, Op.Pad pad, Emission emission) {
        var kernel = new PerElement(node, emission);
        locate(kernel, node.shape(), pad.axis());
        var whole = node.operand(0).shape();
        var length = block(whole, pad.axis());
        var start = pad.before() * IndexMap.stride(whole, pad.axis());
        return kernel.set(
                "pad",
                pad.before() + " zeros before and " + pad.after() + " after, on axis " + pad.axis() + " of " + whole
                        + ".",
                "within >= " + start + " && within < " + (start + length) + " ? "
                        + kernel.operand(0, element(length, start)) + " : 0f");
    }

    static GeneratedKernel concat(Node node, int axis, Emission emission) {
        var kernel = new PerElement(node, emission);
        locate(kernel, node.shape(), axis);
        var value = new StringBuilder();
        var start = 0;
        for (var part = 0; part < node.operands().size(); part++) {
            var length = block(node.operand(part).shape(), axis);
            var isLast = part == node.operands().size() - 1;
            value.append(isLast ? "" : "within < " + (start + length) + " ? ")
                    .append(kernel.operand(part, element(length, start)))
                    .append(isLast ? "" : " : ");
            start += length;
        }
        return kernel.set(
                "concat",
                node.operands().stream().map(Node::shape).toList() + " along axis " + axis + ".",
                value.toString());
    }

    /** Names the block of an axis and those behind it that element {@code i} lies in, and where in it. */
    private static void locate(PerElement kernel, Shape shape, int axis) {
        var length = block(shape, axis);
        kernel.text().line("int block = i / " + length + ";").line("int within = i % " + length + ";");
    }

    /** Elements of an axis and those behind it. */
    private static int block(Shape shape, int axis) {
        return shape.dim(axis) * IndexMap.stride(shape, axis);
    }

    /** The index in an operand that begins at {@code start} in each block. */
    private static String element(int length, int start) {
        return "block * " + length + " + within" + (start == 0 ? "" : " - " + start);
    }
}
