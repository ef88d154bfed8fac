package dev.updraft.compiler.layers;

import java.util.Locale;

/**
 * What a training step multiplies matrices and images in. Everything else is float32: weights as the optimizer keeps them, sums,
 * normalisation, losses; and so are all products of evaluating and predicting.
 */
public enum StepPrecision {
    /** Products of float32. */
    FLOAT32,
    /** Products of bfloat16, added up in float32. */
    BF16;

    /** As in a {@code fit} block. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
