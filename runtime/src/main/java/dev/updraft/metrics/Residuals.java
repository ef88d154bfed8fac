package dev.updraft.metrics;

import java.util.List;

/**
 * How predictions of one number differ from the truth.
 *
 * @param output which of the model's outputs, from 0
 * @param pairs of some samples, at most 2000, taken evenly from all in their order
 * @param from smallest residual, {@code predicted - actual}
 * @param to largest residual
 * @param counts histogram of all finite residuals: how many there are in each of the bins of equal width from {@code from}
 *     to {@code to}; one bin if all agree, empty without any
 */
public record Residuals(int output, List<Pair> pairs, double from, double to, List<Long> counts) {
    public Residuals {
        pairs = List.copyOf(pairs);
        counts = List.copyOf(counts);
    }

    /** A prediction and the truth. */
    public record Pair(double actual, double predicted) {}
}
