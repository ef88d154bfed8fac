package dev.updraft.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Whether events that are given a probability of p happen in a share p of the cases: a reliability diagram. Of two classes
 * the event is the second; of more classes, that the likeliest one is right; of labels, each label by itself.
 *
 * @param bins ten of equal width from 0 to 1, in order; with samples or without
 * @param expectedError expected calibration error (Naeini and others, AAAI 2015): mean over all cases of the distance
 *     between probability and share in their bin
 */
public record Calibration(List<Bin> bins, double expectedError) {
    public Calibration {
        bins = List.copyOf(bins);
    }

    /**
     * The cases with a probability above {@code from} and up to {@code to}.
     *
     * @param count how many there are
     * @param probability their mean probability; 0 without cases
     * @param share of them in which the event happened; 0 without cases
     */
    public record Bin(double from, double to, long count, double probability, double share) {}

    /** Of one class per sample or several labels; null without samples. */
    static @Nullable Calibration of(PredictionStore predictionStore) {
        var counts = new Counts();
        var classes = predictionStore.problemType().classes();
        for (var i = 0; i < predictionStore.samples(); i++) {
            if (!predictionStore.problemType().exclusive()) {
                for (var label = 0; label < classes; label++) {
                    counts.add(predictionStore.score(i, label), predictionStore.has(i, label));
                }
            } else if (classes == 2) {
                counts.add(predictionStore.score(i, 1), predictionStore.has(i, 1));
            } else {
                var guess = predictionStore.guess(i);
                counts.add(predictionStore.score(i, guess), predictionStore.has(i, guess));
            }
        }
        return predictionStore.samples() == 0 ? null : counts.calibration();
    }

    private static final class Counts {
        private static final int BINS = 10;
        private final long[] cases = new long[BINS];
        private final long[] happened = new long[BINS];
        private final double[] probabilities = new double[BINS];

        /** Of a network that has diverged a probability may be no number: it is in no bin. */
        void add(double probability, boolean happens) {
            if (Double.isNaN(probability)) {
                return;
            }
            var bin = Math.clamp((long) Math.ceil(probability * BINS) - 1, 0, BINS - 1);
            cases[bin]++;
            happened[bin] += happens ? 1 : 0;
            probabilities[bin] += probability;
        }

        Calibration calibration() {
            var bins = IntStream.range(0, BINS).mapToObj(this::bin).toList();
            var all = Math.max(1, Arrays.stream(cases).sum());
            var error = bins.stream()
                    .mapToDouble(bin -> bin.count() * Math.abs(bin.probability() - bin.share()))
                    .sum();
            return new Calibration(bins, error / all);
        }

        private Bin bin(int i) {
            var divisor = (double) Math.max(1, cases[i]);
            return new Bin(
                    (double) i / BINS, (i + 1.0) / BINS, cases[i], probabilities[i] / divisor, happened[i] / divisor);
        }
    }
}
