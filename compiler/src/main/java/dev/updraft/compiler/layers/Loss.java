package dev.updraft.compiler.layers;

/** The loss that training minimizes: the mean over the samples of the batch. Names and formulas follow Keras. */
public sealed interface Loss {
    /** For class numbers; from logits by default, else from probabilities. */
    record SparseCategoricalCrossentropy(boolean fromLogits) implements Loss {}

    /** Of one-hot rows ({@code float[n]} targets, or {@code class[n]} made one-hot). */
    record CategoricalCrossentropy(boolean fromLogits, double labelSmoothing) implements Loss {}

    /** Of 0 and 1; {@code float[n]}, or {@code class[2]} with one output. */
    record BinaryCrossentropy(boolean fromLogits) implements Loss {}

    record MeanSquaredError() implements Loss {}

    record MeanAbsoluteError() implements Loss {}

    /** Quadratic up to {@code delta}, linear beyond. */
    record Huber(double delta) implements Loss {}
}
