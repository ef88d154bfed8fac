package dev.updraft.metrics;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation shows beside its figures: curves, histograms and samples to look at, small enough to draw as they
 * are.
 *
 * @param curves an entry a class or label, in their order, but for those that no sample or every sample is of: no curve
 *     is defined there. Of two classes that exclude each other only the second has one, as the first mirrors it. Empty
 *     for numbers, and above 100 classes
 * @param calibration whether probabilities can be believed; null for numbers, and without samples
 * @param mistakes the most confidently wrong samples, at most 24, the most confident first; empty for numbers and for
 *     several labels a sample
 * @param residuals an entry an output, for numbers: the first 16 outputs; else empty
 * @param omitted why all this is empty, fit for the user; null where nothing had to be left out
 */
public record Findings(
        List<ClassCurves> curves,
        @Nullable Calibration calibration,
        List<Mistake> mistakes,
        List<Residuals> residuals,
        @Nullable String omitted) {
    public Findings {
        curves = List.copyOf(curves);
        mistakes = List.copyOf(mistakes);
        residuals = List.copyOf(residuals);
    }

    private static final int MOST_OUTPUTS = 16;

    /** What a pass has found. */
    static Findings of(Scores scores, List<String> names) {
        if (scores.task() instanceof Task.Values(var width)) {
            var residuals = IntStream.range(0, Math.min(width, MOST_OUTPUTS))
                    .mapToObj(output -> Residuals.of(scores, output))
                    .toList();
            return new Findings(List.of(), null, List.of(), residuals, null);
        }
        return new Findings(
                ClassCurves.of(scores, names), Calibration.of(scores), Mistake.worst(scores), List.of(), null);
    }

    /** Nothing, and why. */
    static Findings omitted(String why) {
        return new Findings(List.of(), null, List.of(), List.of(), why);
    }
}
