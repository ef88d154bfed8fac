package dev.updraft.compiler.ops;

/** Functions of two numbers. Comparisons apart, the result is NaN where it depends on an operand that is. */
public enum BinaryFunction {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    /** {@code a} to the power of {@code b}: 1 where {@code b} is 0; NaN where {@code a < 0} and {@code b} is not whole. */
    POWER,
    MAXIMUM,
    MINIMUM,
    /** {@code a < b ? 1 : 0}. */
    LESS,
    /** {@code a == b ? 1 : 0}. */
    EQUAL,
    /** {@code b > 0 ? a : 0}, NaN where {@code b} is: how a gradient {@code a} passes back through relu. */
    RELU_GRAD
}
