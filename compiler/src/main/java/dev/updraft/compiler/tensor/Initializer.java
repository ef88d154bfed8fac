package dev.updraft.compiler.tensor;

/** The distribution of a tensor's initial values. Names and formulas follow Keras. */
public sealed interface Initializer {
    record Zeros() implements Initializer {}

    record Ones() implements Initializer {}

    record Constant(double value) implements Initializer {}

    record RandomUniform(double min, double max) implements Initializer {}

    record RandomNormal(double mean, double stddev) implements Initializer {}

    /** Normal, redrawn beyond two standard deviations. */
    record TruncatedNormal(double mean, double stddev) implements Initializer {}

    /**
     * Variance {@code scale / fan}: Glorot (1, AVERAGE), He (2, IN), LeCun (1, IN). Uniform on ±sqrt(3 · scale / fan), or
     * normal; truncated, with its standard deviation corrected for the truncation (0.87962566103423978).
     */
    record VarianceScaling(double scale, Fan fan, Distribution distribution) implements Initializer {}

    /**
     * A random matrix with orthonormal columns, or if it is wide, rows, times {@code gain}; of more than two axes, all but the
     * last are rows. Saxe, McClelland and Ganguli, arXiv:1312.6120.
     */
    record Orthogonal(double gain) implements Initializer {}

    /** Of a matrix: {@code gain} on the diagonal, else 0. */
    record Identity(double gain) implements Initializer {}

    /** Which number of connections scales the variance. */
    enum Fan {
        IN,
        OUT,
        AVERAGE
    }

    /** Shapes of distributions with a given variance. */
    enum Distribution {
        TRUNCATED_NORMAL,
        UNTRUNCATED_NORMAL,
        UNIFORM
    }
}
