package dev.updraft.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A reliability diagram: whether events predicted with probability p happen in a fraction p of the cases. With two classes
 * the event is the second class; with more, that the most likely class is correct; with labels, each label. Probabilities
 * and fractions are weighted by the sample weights.
 *
 * @param bins ten bins of equal width from 0 to 1, in order, some of them possibly empty
 * @param expectedError expected calibration error (Naeini et al., AAAI 2015): mean over all cases of the distance between
 *     probability and fraction in their bin
 */
public record Calibration(List<Bin> bins, double expectedError) {
    public Calibration {
        bins = List.copyOf(bins);
    }

    /**
     * The cases with a probability above {@code from} and up to {@code to}.
     *
     * @param count number of cases
     * @param probability their mean probability; 0 without cases
     * @param share fraction of cases in which the event happened; 0 without cases
     */
    public record Bin(double from, double to, long count, double probability, double share) {}

    /** For one class per sample or several labels; null without samples. */
    static @Nullable Calibration of(PredictionStore predictionStore) {
        var counts = new Counts();
        var classes = predictionStore.problemType().classes();
        for (var i = 0; i < predictionStore.samples(); i++) {
            var weight = predictionStore.weight(i);
            if (!predictionStore.problemType().exclusive()) {
                for (var label = 0; label < classes; label++) {
                    counts.add(predictionStore.score(i, label), predictionStore.has(i, label), weight);
                }
            } else if (classes == 2) {
                counts.add(predictionStore.score(i, 1), predictionStore.has(i, 1), weight);
            } else {
                var guess = predictionStore.guess(i);
                counts.add(predictionStore.score(i, guess), predictionStore.has(i, guess), weight);
            }
        }
        return predictionStore.samples() == 0 ? null : counts.calibration();
    }

    private static final class Counts {
        private static final int BINS = 10;
        private final long[] cases = new long[BINS];
        private final double[] weights = new double[BINS];
        private final double[] happened = new double[BINS];
        private final double[] probabilities = new double[BINS];

        /** Of a network that has diverged a probability may be no number: it is in no bin. */
        void add(double probability, boolean happens, double weight) {
            if (Double.isNaN(probability)) {
                return;
            }
            var bin = Math.clamp((long) Math.ceil(probability * BINS) - 1, 0, BINS - 1);
            cases[bin]++;
            weights[bin] += weight;
            happened[bin] += happens ? weight : 0;
            probabilities[bin] += weight * probability;
        }

        Calibration calibration() {
            var bins = IntStream.range(0, BINS).mapToObj(this::bin).toList();
            var error = IntStream.range(0, BINS)
                    .mapToDouble(i -> weights[i]
                            * Math.abs(bins.get(i).probability() - bins.get(i).share()))
                    .sum();
            return new Calibration(bins, ratio(error, Arrays.stream(weights).sum()));
        }

        private Bin bin(int i) {
            return new Bin(
                    (double) i / BINS,
                    (i + 1.0) / BINS,
                    cases[i],
                    ratio(probabilities[i], weights[i]),
                    ratio(happened[i], weights[i]));
        }

        private static double ratio(double sum, double weight) {
            return weight == 0 ? 0 : sum / weight;
        }
    }
}
