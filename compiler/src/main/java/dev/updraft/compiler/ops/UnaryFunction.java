package dev.updraft.compiler.ops;

/** Functions of one number. */
public enum UnaryFunction {
    NEGATE,
    ABS,
    /** -1, 0 or 1. */
    SIGN,
    SQUARE,
    SQRT,
    RECIPROCAL,
    EXP,
    /** {@code exp(x) - 1}, accurate near 0. */
    EXPM1,
    LOG,
    /** {@code log(1 + x)}, accurate near 0. */
    LOG1P,
    SIN,
    COS,
    TANH,
    SIGMOID,
    /** The error function. */
    ERF,
    /** {@code max(x, 0)}. */
    RELU,
    /** The largest integer that is not above x. */
    FLOOR,
    /** x, through which no gradient passes. */
    STOP_GRADIENT,
    /**
     * 0 where {@code |x| < 1e-36} and x where {@code |x| > 1e-20}; between them either, or x with fewer digits. Moments that decay
     * towards 0 would end as denormals, which cost a processor a hundred times a normal number.
     */
    FLUSH_DENORMALS
}
