package dev.updraft.engine.gpu.emit.gemm;

import dev.updraft.engine.gpu.emit.source.JavaText;

/**
 * An operand of a {@link Gemm} as tiles are loaded from it: a matrix over an outer index (the row of a left operand, the
 * column of a right one) and the depth. What depends on one of the two alone is declared apart, so that it can stand outside
 * of loops, or be shared.
 */
sealed interface TileOperand permits MatrixOperand, ImageOperand, GradientOperand, FilterOperand {

    /** Whether neighbours in depth are neighbours in memory, rather than outer neighbours. */
    boolean alongDepth();

    /** Declares what follows from the local {@code outer}, an outer index that is within bounds. */
    void outer(JavaText text, String outer);

    /** Declares what follows from the local {@code depth}. */
    void depth(JavaText text, String depth);

    /** Condition that the element is there and not one of the zeros around an image; empty where it always is. */
    default String inside(String outer, String depth) {
        return "";
    }

    /** Expression of the element, if it is there. */
    String element(String outer, String depth);

    /** The local that says something of an index: {@code at} of {@code rowA0} is {@code atRowA0}. */
    static String of(String what, String index) {
        return what + Character.toUpperCase(index.charAt(0)) + index.substring(1);
    }

    /** {@code index * factor}, or less where that is the same. */
    static String times(String index, int factor) {
        return factor == 1 ? index : index + " * " + factor;
    }

    /** {@code index - less}, or less where that is the same. */
    static String minus(String index, int less) {
        return less == 0 ? index : index + " - " + less;
    }
}
