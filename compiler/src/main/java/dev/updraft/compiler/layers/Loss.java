package dev.updraft.compiler.layers;

import org.jspecify.annotations.Nullable;

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

    /** The activation that makes the prediction of what the loss is given; null if that is the prediction itself. */
    default @Nullable Activation predictionOf() {
        return switch (this) {
            case SparseCategoricalCrossentropy(var fromLogits) -> fromLogits ? new Activation.Softmax() : null;
            case CategoricalCrossentropy(var fromLogits, var _) -> fromLogits ? new Activation.Softmax() : null;
            case BinaryCrossentropy(var fromLogits) -> fromLogits ? new Activation.Sigmoid() : null;
            case MeanSquaredError _, MeanAbsoluteError _, Huber _ -> null;
        };
    }
}
