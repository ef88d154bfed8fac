package dev.updraft.engine.gpu.emit.kernels;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op.TreeSum;
import dev.updraft.engine.gpu.emit.context.Emission;
import dev.updraft.engine.gpu.emit.context.GeneratedKernel;

/** Sums of the leaves that samples come to: a work-item for each output of a sample goes down all its trees. */
final class TreeSumKernel {
    private final Node node;
    private final int outputs;
    private final PerElement kernel;

    private TreeSumKernel(Node node, int outputs, Emission emission) {
        this.node = node;
        this.outputs = outputs;
        kernel = new PerElement(node, emission);
    }

    static GeneratedKernel of(Node node, int outputs, Emission emission) {
        return new TreeSumKernel(node, outputs, emission).kernel();
    }

    private GeneratedKernel kernel() {
        var leafSize = node.operand(4).shape().dim(1);
        var isShared = leafSize == outputs; // With one output it is the same.
        kernel.text()
                .line("int row = (i / " + outputs + ") * "
                        + node.operand(0).shape().dim(1) + ";")
                .line("int output = i % " + outputs + ";")
                .line("int trees = " + node.operand(2).shape().dim(0) + ";")
                .line("float sum = " + kernel.operand(1, "output") + ";")
                .open("for (int tree = " + (isShared ? "0" : "output") + "; tree < trees; tree += "
                        + (isShared ? 1 : outputs) + ")")
                .line("int node = (int) " + kernel.operand(2, "tree") + ";")
                .open("if (node >= 0)")
                .line("int feature = (int) " + ofNode(0) + ";")
                .open("while (feature >= 0)")
                .line("float x = " + kernel.operand(0, "row + feature") + ";")
                .line("float threshold = " + ofNode(1) + ";")
                .line("int kind = (int) " + ofNode(3) + ";")
                // TornadoVM forgets which way comparisons go that have no order: only equality is right for what is not
                // a number.
                .line("int left = x != x ? kind % 2 : x <= threshold ? 1 : 0;");
        if (node.operands().size() > 5) {
            ofSets();
        }
        kernel.text()
                .line("node = (int) " + ofNode(2) + " + 1 - left;")
                .line("feature = (int) " + ofNode(0) + ";")
                .close()
                .line("int leaf = (int) " + ofNode(2) + ";")
                .line("sum += " + kernel.operand(4, isShared ? "leaf * " + leafSize + " + output" : "leaf") + ";")
                .close()
                .close();
        return kernel.set(
                "tree_sum", "Sums of the leaves of " + node.operand(2).shape().dim(0) + " trees.", "sum");
    }

    private void ofSets() {
        kernel.text()
                .open("if (kind >= " + TreeSum.SET + ")")
                .line("left = kind % 2;")
                .open("if (x >= 0f)")
                .line("int category = (int) x;")
                .line("int word = category / " + TreeSum.SET_BITS + ";")
                .line("int set = (int) threshold;")
                .line("int words = (int) " + kernel.operand(5, "set") + ";")
                .open("if (word < words)")
                .line("int bits = (int) " + kernel.operand(5, "set + 1 + word") + ";")
                .line("left = (bits >> (category % " + TreeSum.SET_BITS + ")) % 2;")
                .close()
                .close()
                .close();
    }

    private String ofNode(int number) {
        var at = "node * " + TreeSum.NODE_SIZE;
        return kernel.operand(3, number == 0 ? at : at + " + " + number);
    }
}
