package dev.updraft.engine.cpu.loops;

import dev.updraft.compiler.ops.UnaryFunction;

/**
 * Functions of single floats, of which the loops over blocks are made: those of {@link Loops} and the generated ones, which call
 * them by the name of the operation. What both compute has the same bits.
 *
 * <p>The JIT compiler does not vectorise a conditional expression: a relu's gate written as one takes 4.7 ns an element. So
 * comparisons are made of {@code signum} and {@code max}. With NaN they give NaN, and so does a relu's gate with an infinite
 * operand; a network that has come to that is lost anyway.
 */
final class ElementFunctions {
    /** Added and taken away, it makes numbers multiples of 2^-116, which is its last bit. */
    private static final float COARSE = 0x1.8p-93f;

    private ElementFunctions() {}

    static float abs(float x) {
        return Math.abs(x);
    }

    static float sign(float x) {
        return Math.signum(x);
    }

    static float sqrt(float x) {
        return (float) Math.sqrt(x);
    }

    static float reciprocal(float x) {
        return 1 / x;
    }

    static float relu(float x) {
        return Math.max(x, 0f);
    }

    /** As {@link UnaryFunction#FLUSH_DENORMALS} says; a comparison would take as long as all the rest of an optimizer's update. */
    static float flushDenormals(float x) {
        return (x + COARSE) - COARSE;
    }

    static float tanh(float x) {
        return Approximations.tanh(x);
    }

    static float erf(float x) {
        return Approximations.erf(x);
    }

    static float maximum(float a, float b) {
        return Math.max(a, b);
    }

    static float minimum(float a, float b) {
        return Math.min(a, b);
    }

    static float less(float a, float b) {
        return Math.signum(Math.max(finite(b) - finite(a), 0f));
    }

    static float equal(float a, float b) {
        return 1f - Math.abs(Math.signum(finite(a) - finite(b)));
    }

    /** An infinite number as the largest there is, so that the difference of two of them is 0. */
    private static float finite(float x) {
        return Math.min(Math.max(x, -Float.MAX_VALUE), Float.MAX_VALUE);
    }

    static float gate(float a, float b) {
        return a * Math.signum(Math.max(b, 0f));
    }
}
