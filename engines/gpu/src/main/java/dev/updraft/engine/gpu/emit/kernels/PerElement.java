package dev.updraft.engine.gpu.emit.kernels;

import dev.updraft.compiler.ops.Node;
import dev.updraft.engine.gpu.emit.context.Emission;
import dev.updraft.engine.gpu.emit.context.GeneratedKernel;
import dev.updraft.engine.gpu.emit.source.Extent;
import dev.updraft.engine.gpu.emit.source.Grid;
import dev.updraft.engine.gpu.emit.source.JavaText;

/** A kernel with a work-item for each element of its result; {@code i} is the element's index. */
final class PerElement {
    private final Node node;
    private final Emission emission;
    private final JavaText text = new JavaText();

    PerElement(Node node, Emission emission) {
        this.node = node;
        this.emission = emission;
        if (node.shape().batched()) {
            text.line(Emission.COUNT);
        }
        text.line("int i = context.globalIdx;").open("if (i < " + Extent.of(node.shape()) + ")");
    }

    /** Where the statements go that the value needs. */
    JavaText text() {
        return text;
    }

    /** The expression of an operand's element. */
    String operand(int number, String index) {
        return emission.place(node.operand(number)).get(index);
    }

    /**
     * Ends the kernel: the element becomes {@code value}.
     *
     * @param what is done, for the task's name
     * @param comment for who reads the source
     */
    GeneratedKernel set(String what, String comment, String value) {
        text.line(emission.place(node).set("i", value)).close();
        var grid = Grid.of(
                Extent.most(node.shape(), emission.capacity()),
                emission.traits().workGroup());
        return new GeneratedKernel(emission.name(node, what), comment, node, grid, text.toString());
    }
}
