package dev.updraft.compiler.layers;

import org.jspecify.annotations.Nullable;

/** The loss that training minimizes: the mean over the samples of the batch. Names and formulas follow Keras 3. */
public sealed interface Loss {

    /** Of numbers, which prediction and target have in the same shape. */
    sealed interface OfNumbers extends Loss {}

    /** Of 0 and 1 for each value: labels, or {@code class[2]} with one output. */
    sealed interface OfTwoClasses extends Loss {}

    /** Of a row of values, one for each class. */
    sealed interface OfClasses extends Loss {}

    /** For class numbers; from logits by default, else from probabilities. */
    record SparseCategoricalCrossentropy(boolean fromLogits) implements OfClasses {}

    /** Of one-hot rows ({@code float[n]} targets, or {@code class[n]} made one-hot). */
    record CategoricalCrossentropy(boolean fromLogits, double labelSmoothing) implements OfClasses {}

    /** {@code -Σ α (1 - p)^γ y log p}. Lin et al., arXiv:1708.02002. */
    record CategoricalFocalCrossentropy(boolean fromLogits, double alpha, double gamma, double labelSmoothing)
            implements OfClasses {}

    /** {@code max(1 - Σ y x + max((1 - y) x), 0)} of scores. */
    record CategoricalHinge() implements OfClasses {}

    /** {@code Σ y log(y / p)} of probabilities. */
    record KlDivergence() implements OfClasses {}

    /** Of 0 and 1; {@code float[n]}, or {@code class[2]} with one output. */
    record BinaryCrossentropy(boolean fromLogits, double labelSmoothing) implements OfTwoClasses {}

    /**
     * The crossentropy times {@code (1 - p)^γ} of the right class. Lin et al., arXiv:1708.02002.
     *
     * @param alpha the weight of 1, where that of 0 is {@code 1 - alpha}; null for 1 of both
     */
    record BinaryFocalCrossentropy(
            boolean fromLogits, double gamma, @Nullable Double alpha, double labelSmoothing) implements OfTwoClasses {}

    /** {@code max(1 - y x, 0)} of a score, with -1 and 1 for the classes. */
    record Hinge() implements OfTwoClasses {}

    /** {@code max(1 - y x, 0)²} of a score, with -1 and 1 for the classes. */
    record SquaredHinge() implements OfTwoClasses {}

    /** {@code 1 - 2 Σ y p / (Σ y + Σ p)} over the values of a sample. Milletari et al., arXiv:1606.04797. */
    record Dice(boolean fromLogits) implements OfTwoClasses {}

    /** {@code 1 - Σ y p / (Σ y p + α Σ (1 - y) p + β Σ y (1 - p))} of a sample. Salehi et al., arXiv:1706.05721. */
    record Tversky(boolean fromLogits, double alpha, double beta) implements OfTwoClasses {}

    record MeanSquaredError() implements OfNumbers {}

    record MeanAbsoluteError() implements OfNumbers {}

    /** {@code 100 |y - p| / |y|}. */
    record MeanAbsolutePercentageError() implements OfNumbers {}

    /** {@code (log(1 + p) - log(1 + y))²}. */
    record MeanSquaredLogarithmicError() implements OfNumbers {}

    /** Quadratic up to {@code delta}, linear beyond. */
    record Huber(double delta) implements OfNumbers {}

    /** {@code max(q e, (q - 1) e)} with {@code e = y - p}. Koenker and Bassett, 1978. */
    record Quantile(double quantile) implements OfNumbers {}

    /** {@code log cosh(p - y)}. */
    record LogCosh() implements OfNumbers {}

    /** {@code p - y log p} of the mean of counts. */
    record Poisson() implements OfNumbers {}

    /** {@code -Σ y p / (|y| |p|)} over the last axis. */
    record CosineSimilarity() implements OfNumbers {}

    /** {@code f + y exp(-f)} of the logarithm {@code f} of a mean: gamma regression. */
    record Gamma() implements OfNumbers {}

    /** {@code exp((2 - ρ) f) / (2 - ρ) - y exp((1 - ρ) f) / (1 - ρ)} of the logarithm {@code f} of a mean. */
    record Tweedie(double power) implements OfNumbers {}

    /**
     * Of scores that put the samples of a group in order: its gradient is that of LambdaRank (Burges, MSR-TR-2010-82), and what is
     * reported is {@code 1 - NDCG@k}. Samples see each other, so that only boosted trees learn it.
     *
     * @param group the column whose equal values make a group
     * @param k how many samples at the top of a group the reported loss sees
     * @param truncation samples at the top of a list, of which each pair has one or two
     */
    record LambdaRank(String group, int k, int truncation) implements OfNumbers {}

    /** The activation that makes the prediction of what the loss is given; null if that is the prediction itself. */
    default @Nullable Activation predictionOf() {
        return switch (this) {
            case SparseCategoricalCrossentropy(var fromLogits) -> fromLogits ? new Activation.Softmax() : null;
            case CategoricalCrossentropy(var fromLogits, var _) -> fromLogits ? new Activation.Softmax() : null;
            case CategoricalFocalCrossentropy(var fromLogits, var _, var _, var _) ->
                fromLogits ? new Activation.Softmax() : null;
            case CategoricalHinge() -> new Activation.Softmax();
            case BinaryCrossentropy(var fromLogits, var _) -> fromLogits ? new Activation.Sigmoid() : null;
            case BinaryFocalCrossentropy(var fromLogits, var _, var _, var _) ->
                fromLogits ? new Activation.Sigmoid() : null;
            case Dice(var fromLogits) -> fromLogits ? new Activation.Sigmoid() : null;
            case Tversky(var fromLogits, var _, var _) -> fromLogits ? new Activation.Sigmoid() : null;
            case Hinge _, SquaredHinge _ -> new Activation.Sigmoid();
            case Gamma _, Tweedie _ -> new Activation.Exponential();
            case KlDivergence _,
                    MeanSquaredError _,
                    MeanAbsoluteError _,
                    MeanAbsolutePercentageError _,
                    MeanSquaredLogarithmicError _,
                    Huber _,
                    Quantile _,
                    LogCosh _,
                    Poisson _,
                    CosineSimilarity _,
                    LambdaRank _ -> null;
        };
    }

    /** Whether it takes probabilities; false where it takes logits, scores or numbers. */
    default boolean takesProbabilities() {
        return switch (this) {
            case SparseCategoricalCrossentropy(var fromLogits) -> !fromLogits;
            case CategoricalCrossentropy(var fromLogits, var _) -> !fromLogits;
            case CategoricalFocalCrossentropy(var fromLogits, var _, var _, var _) -> !fromLogits;
            case BinaryCrossentropy(var fromLogits, var _) -> !fromLogits;
            case BinaryFocalCrossentropy(var fromLogits, var _, var _, var _) -> !fromLogits;
            case Dice(var fromLogits) -> !fromLogits;
            case Tversky(var fromLogits, var _, var _) -> !fromLogits;
            case KlDivergence _ -> true;
            case CategoricalHinge _, Hinge _, SquaredHinge _, OfNumbers _ -> false;
        };
    }
}
