package dev.updraft.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How predictions of one number differ from the true values.
 *
 * @param output index of the output, from 0
 * @param pairs predictions and true values of at most 2000 samples, taken evenly from all, in order
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

    /** A prediction and the true value. */
    public record Pair(double actual, double predicted) {}

    private static final int MOST_PAIRS = 2000;
    private static final int BINS = 30;

    /** Of one output. */
    static Residuals of(PredictionStore predictionStore, int output) {
        var samples = predictionStore.samples();
        var shown = Math.min(samples, MOST_PAIRS);
        var pairs = IntStream.range(0, shown)
                .map(i -> (int) ((long) i * samples / shown))
                .mapToObj(i -> new Pair(predictionStore.target(i, output), predictionStore.prediction(i, output)))
                .toList();
        var range = residuals(predictionStore, output).summaryStatistics();
        if (range.getCount() == 0) {
            return new Residuals(output, pairs, 0, 0, List.of());
        }
        return new Residuals(
                output,
                pairs,
                range.getMin(),
                range.getMax(),
                counts(predictionStore, output, range.getMin(), range.getMax()));
    }

    private static List<Long> counts(PredictionStore predictionStore, int output, double from, double to) {
        var counts = new long[from == to ? 1 : BINS];
        residuals(predictionStore, output)
                .mapToInt(residual -> (int) ((residual - from) / (to - from) * counts.length))
                .forEach(bin -> counts[Math.min(bin, counts.length - 1)]++);
        return Arrays.stream(counts).boxed().toList();
    }

    private static DoubleStream residuals(PredictionStore predictionStore, int output) {
        return IntStream.range(0, predictionStore.samples())
                .mapToDouble(i -> (double) predictionStore.prediction(i, output) - predictionStore.target(i, output))
                .filter(Double::isFinite);
    }
}
