package dev.updraft.metrics;

import dev.updraft.compiler.layers.ProblemType;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Details of an evaluation beyond its metrics: curves, histograms and samples to look at, small enough to draw as they are.
 *
 * @param curves one entry per class or label, in order, except those with no samples or all of them, for which curves are
 *     undefined. With two exclusive classes only the second has one, as the first mirrors it. Empty for numbers, and above
 *     100 classes
 * @param calibration the reliability diagram; null for numbers, and without samples
 * @param misclassifications the most confidently wrong samples, at most 24, the most confident first; empty for numbers and
 *     for several labels per sample
 * @param residuals for numbers, one entry per output, for the first 16 outputs; else empty
 * @param omitted why all this is empty, as a message for users; null if nothing was omitted
 */
public record ErrorAnalysis(
        List<ClassCurves> curves,
        @Nullable Calibration calibration,
        List<Misclassification> misclassifications,
        List<Residuals> residuals,
        @Nullable String omitted) {
    public ErrorAnalysis {
        curves = List.copyOf(curves);
        misclassifications = List.copyOf(misclassifications);
        residuals = List.copyOf(residuals);
    }

    private static final int MOST_OUTPUTS = 16;

    /** What a pass has found. */
    static ErrorAnalysis of(PredictionStore predictionStore, List<String> names) {
        if (predictionStore.problemType() instanceof ProblemType.Values(var width)) {
            var residuals = IntStream.range(0, Math.min(width, MOST_OUTPUTS))
                    .mapToObj(output -> Residuals.of(predictionStore, output))
                    .toList();
            return new ErrorAnalysis(List.of(), null, List.of(), residuals, null);
        }
        if (predictionStore.problemType() instanceof ProblemType.WithoutTarget) {
            return new ErrorAnalysis(List.of(), null, List.of(), List.of(), null);
        }
        return new ErrorAnalysis(
                ClassCurves.of(predictionStore, names),
                Calibration.of(predictionStore),
                Misclassification.worst(predictionStore),
                List.of(),
                null);
    }

    /** Nothing, and why. */
    static ErrorAnalysis omitted(String why) {
        return new ErrorAnalysis(List.of(), null, List.of(), List.of(), why);
    }
}
