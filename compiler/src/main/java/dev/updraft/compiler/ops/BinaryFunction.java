package dev.updraft.compiler.ops;

/** Functions of two numbers. Comparisons apart, the result is NaN where it depends on an operand that is. */
public enum BinaryFunction {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    MAXIMUM,
    MINIMUM,
    /** {@code a < b ? 1 : 0}. */
    LESS,
    /** {@code a == b ? 1 : 0}. */
    EQUAL,
    /** {@code b > 0 ? a : 0}, NaN where {@code b} is: how a gradient {@code a} passes back through relu. */
    RELU_GRAD
}
