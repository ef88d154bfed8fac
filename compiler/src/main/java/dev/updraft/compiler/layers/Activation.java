package dev.updraft.compiler.layers;

/** A function applied to every element, except softmax, which uses the whole last axis. */
public sealed interface Activation {
    record Linear() implements Activation {}

    record Relu() implements Activation {}

    /** {@code x > 0 ? x : negativeSlope * x}. */
    record LeakyRelu(double negativeSlope) implements Activation {}

    /** {@code x > 0 ? x : alpha * (exp(x) - 1)}. */
    record Elu(double alpha) implements Activation {}

    /** {@code x * Φ(x)}; with {@code approximate}, the tanh form. Hendrycks and Gimpel, arXiv:1606.08415. */
    record Gelu(boolean approximate) implements Activation {}

    /** {@code x * sigmoid(x)}. */
    record Silu() implements Activation {}

    record Sigmoid() implements Activation {}

    record Tanh() implements Activation {}

    /** Over the last axis. */
    record Softmax() implements Activation {}
}
