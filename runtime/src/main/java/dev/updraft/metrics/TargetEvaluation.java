package dev.updraft.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The evaluation of one target.
 *
 * @param name of the target
 * @param metrics by name: those of the file in its order, then what is usual for such a target ({@code accuracy}, and macro
 *     {@code precision}, {@code recall} and {@code f1} of classes; {@code mae}, {@code rmse} and {@code r2} of numbers)
 * @param perClass one entry per class; empty for numbers
 * @param confusion null for numbers or several labels per sample, and above 1000 classes
 * @param threshold probability from which on a sample was taken for the second of two classes; null where it was the likelier
 *     class
 * @param errorAnalysis details for charts; null if not requested
 */
public record TargetEvaluation(
        String name,
        Map<String, Double> metrics,
        List<ClassScore> perClass,
        @Nullable ConfusionMatrix confusion,
        @Nullable Double threshold,
        @Nullable ErrorAnalysis errorAnalysis) {
    public TargetEvaluation {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        perClass = List.copyOf(perClass);
    }
}
