package dev.updraft.metrics;

import java.util.List;

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
}
