package dev.updraft.compiler.layers;

import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a training step multiplies matrices and images in. Everything else is float32: weights as the optimizer keeps them, sums,
 * normalisation, losses; and so are all products of evaluating and predicting.
 */
public enum StepPrecision {
    /** Products of float32. */
    FLOAT32,
    /** Products of bfloat16, added up in float32. */
    BF16;

    /**
     * The one that is written so in a {@code fit} block.
     *
     * @throws IllegalArgumentException if there is none; the message lists them
     */
    public static StepPrecision parse(String text) {
        return Stream.of(values())
                .filter(precision -> precision.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown precision `" + text + "`: expected " + FLOAT32.text() + " or " + BF16.text()));
    }

    /** As in a {@code fit} block. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
