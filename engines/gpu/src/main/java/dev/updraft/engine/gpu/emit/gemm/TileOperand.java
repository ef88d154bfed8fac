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

    /** Whether the depths of every slice of {@code slice} depths lie at the same distances in memory and in the image. */
    default boolean straight(int slice) {
        return false;
    }

    /** As {@link #depth} for a depth of a {@link #straight} slice that comes {@code more} after {@code first}, which is declared. */
    default void depth(JavaText text, String depth, String first, int more) {
        throw new IllegalStateException("no slice is straight");
    }

    /** Condition that the element is there and not one of the zeros around an image; empty where it always is. */
    default String inside(String outer, String depth) {
        return "";
    }

    /** Whether {@link #inside} fails for depths beyond the end. */
    default boolean endsInside() {
        return false;
    }

    /** Expression of the element, if it is there. */
    String element(String outer, String depth);

    /** The local that says something of an index: {@code at} of {@code rowA0} is {@code atRowA0}. */
    static String of(String what, String index) {
        return what + Character.toUpperCase(index.charAt(0)) + index.substring(1);
    }

    /** The local that holds the row of an index in the image. */
    static String y(String index) {
        return of("y", index);
    }

    /** The local that holds the column of an index in the image. */
    static String x(String index) {
        return of("x", index);
    }

    /** The local that holds the place of an index in memory. */
    static String at(String index) {
        return of("at", index);
    }

    /** {@code index * factor}, or less where that is the same. */
    static String times(String index, int factor) {
        return factor == 1 ? index : index + " * " + factor;
    }

    /** {@code index - less}, or less where that is the same. */
    static String minus(String index, int less) {
        return less == 0 ? index : index + " - " + less;
    }

    /** {@code index + more}, or less where that is the same. */
    static String plus(String index, int more) {
        return more == 0 ? index : index + " + " + more;
    }

    /** {@code index / divisor} of an index that is not negative, which compilers do not know. */
    static String quotient(String index, int divisor) {
        if (divisor == 1) {
            return index;
        }
        return Integer.bitCount(divisor) == 1
                ? "(" + index + " >>> " + Integer.numberOfTrailingZeros(divisor) + ")"
                : "(" + index + ") / " + divisor;
    }

    /** {@code index % divisor} of an index that is not negative. */
    static String remainder(String index, int divisor) {
        if (divisor == 1) {
            return "0";
        }
        return Integer.bitCount(divisor) == 1
                ? "(" + index + " & " + (divisor - 1) + ")"
                : "(" + index + ") % " + divisor;
    }
}
