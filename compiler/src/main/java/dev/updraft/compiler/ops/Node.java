package dev.updraft.compiler.ops;

import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One operation at work in a graph. Nodes are compared by identity. */
public final class Node {
    private final int id;
    private final Op op;
    private final List<Node> operands;
    private final Shape shape;
    private final ElementType type;
    private final Origin origin;
    private final @Nullable Node after;

    /** Made by {@link GraphBuilder} alone, which computes the shape. */
    Node(int id, Op op, List<Node> operands, Shape shape, ElementType type, Origin origin, @Nullable Node after) {
        this.id = id;
        this.op = op;
        this.operands = List.copyOf(operands);
        this.shape = shape;
        this.type = type;
        this.origin = origin;
        this.after = after;
    }

    /** Unique in its graph; an operand's is smaller than its user's. */
    public int id() {
        return id;
    }

    public Op op() {
        return op;
    }

    public List<Node> operands() {
        return operands;
    }

    public Node operand(int index) {
        return operands.get(index);
    }

    public Shape shape() {
        return shape;
    }

    public ElementType type() {
        return type;
    }

    /**
     * A control dependency: what must be there before this is computed, though it is no operand. Null for none. It changes
     * no value, only how long others must be kept.
     */
    public @Nullable Node after() {
        return after;
    }

    /** Which layer it was made for. */
    public Origin origin() {
        return origin;
    }

    @Override
    public String toString() {
        return "%" + id;
    }

    /**
     * What an operation was made for.
     *
     * @param name the layer's name, or {@code loss} or {@code optimizer}
     * @param span the location in the file, for run-time errors; null where no file does
     */
    public record Origin(String name, @Nullable Span span) {}
}
