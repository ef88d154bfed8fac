package dev.updraft.compiler.layers;

/** A function used between layers. Names, defaults and formulas are those of Keras 3. */
public sealed interface Activation {

    /** A function applied to every element separately. */
    sealed interface Elementwise extends Activation {}

    record Linear() implements Elementwise {}

    record Relu() implements Elementwise {}

    /** {@code min(max(x, 0), 6)}. */
    record Relu6() implements Elementwise {}

    /** {@code x > 0 ? x : negativeSlope * x}. */
    record LeakyRelu(double negativeSlope) implements Elementwise {}

    /** {@code x > 0 ? x : alpha * (exp(x) - 1)}. */
    record Elu(double alpha) implements Elementwise {}

    /** {@code x > 0 ? x : alpha * (exp(x / alpha) - 1)}. Barron, arXiv:1704.07483. */
    record Celu(double alpha) implements Elementwise {}

    /** {@code scale * elu(x)} with constants that keep mean 0 and variance 1. Klambauer et al., arXiv:1706.02515. */
    record Selu() implements Elementwise {
        public static final double ALPHA = 1.6732632423543772;
        public static final double SCALE = 1.0507009873554805;
    }

    /** {@code x * Φ(x)}; with {@code approximate}, the tanh form. Hendrycks and Gimpel, arXiv:1606.08415. */
    record Gelu(boolean approximate) implements Elementwise {}

    /** {@code x * sigmoid(x)}. */
    record Silu() implements Elementwise {}

    /** {@code x * hard_sigmoid(x)}. Howard et al., arXiv:1905.02244. */
    record HardSilu() implements Elementwise {}

    /** {@code x * tanh(softplus(x))}. Misra, arXiv:1908.08681. */
    record Mish() implements Elementwise {}

    record Sigmoid() implements Elementwise {}

    /** {@code min(max(x + 3, 0), 6) / 6}. */
    record HardSigmoid() implements Elementwise {}

    /** {@code min(max(x + 1, 0), 2) / 2}. */
    record SparseSigmoid() implements Elementwise {}

    /** {@code log(sigmoid(x))}. */
    record LogSigmoid() implements Elementwise {}

    record Tanh() implements Elementwise {}

    /** {@code min(max(x, -1), 1)}. */
    record HardTanh() implements Elementwise {}

    /** {@code x - tanh(x)}. */
    record TanhShrink() implements Elementwise {}

    /** {@code |x| > threshold ? x : 0}. */
    record HardShrink(double threshold) implements Elementwise {}

    /** {@code x} moved towards 0 by {@code threshold}, but not beyond. */
    record SoftShrink(double threshold) implements Elementwise {}

    /** {@code x > threshold ? x : defaultValue}. */
    record Threshold(double threshold, double defaultValue) implements Elementwise {}

    /** {@code log(1 + exp(x))}. */
    record Softplus() implements Elementwise {}

    /** {@code (x + sqrt(x² + b)) / 2}. Barron, arXiv:2112.11687. */
    record Squareplus(double b) implements Elementwise {}

    /** 0 up to -1, {@code (x + 1)² / 4} up to 1, then {@code x}. */
    record SparsePlus() implements Elementwise {}

    /** {@code x / (1 + |x|)}. */
    record Softsign() implements Elementwise {}

    /** {@code exp(x)}. */
    record Exponential() implements Elementwise {}

    /** Over the last axis. */
    record Softmax() implements Activation {}

    /** {@code log(softmax(x))} over the last axis. */
    record LogSoftmax() implements Activation {}

    /**
     * {@code a * sigmoid(b)} of the halves a and b of an axis. Dauphin et al., arXiv:1612.08083.
     *
     * @param axis with the batch as axis 0, counted from the end if negative
     */
    record Glu(int axis) implements Activation {}
}
