package dev.updraft.engine.gpu.emit.source;

import dev.updraft.compiler.tensor.Shape;

/** Number of elements of a shape, as expressions of kernels that know {@code count}. */
public final class Extent {
    private Extent() {}

    /** {@code count * 900}, or a constant if the shape has no batch. */
    public static String of(Shape shape) {
        var elements = shape.elementsPerSample();
        if (!shape.batched()) {
            return Long.toString(elements);
        }
        return elements == 1 ? "count" : "count * " + elements;
    }

    /** The largest it can be. */
    public static long most(Shape shape, int capacity) {
        return shape.elements(capacity);
    }
}
