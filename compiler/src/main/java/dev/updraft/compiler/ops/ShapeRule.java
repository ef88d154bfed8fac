package dev.updraft.compiler.ops;

import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;

/** What shape and element type an operation gives. */
final class ShapeRule {
    private ShapeRule() {}

    record Result(Shape shape, ElementType type) {}

    static Result of(Op op, List<Node> operands) {
        throw new IllegalStateException("shape rule of " + op + operands);
    }
}
