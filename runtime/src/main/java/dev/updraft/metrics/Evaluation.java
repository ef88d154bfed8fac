package dev.updraft.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How good a model's predictions of a data set are.
 *
 * @param samples how many there were
 * @param loss mean over the samples
 * @param metrics by name: those of the file in its order, then what is usual for such a model ({@code accuracy}, and macro
 *     {@code precision}, {@code recall} and {@code f1} of classes; {@code mae}, {@code rmse} and {@code r2} of numbers)
 * @param perClass an entry a class; empty for a model that predicts numbers
 * @param confusion null for a model that predicts numbers or several labels per sample, and above 1000 classes
 * @param errorAnalysis what is worth drawing; null if nobody asked for it
 */
public record Evaluation(
        long samples,
        double loss,
        Map<String, Double> metrics,
        List<ClassScore> perClass,
        @Nullable ConfusionMatrix confusion,
        @Nullable ErrorAnalysis errorAnalysis) {
    public Evaluation {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        perClass = List.copyOf(perClass);
    }

    /** An evaluation without findings. */
    public Evaluation(
            long samples,
            double loss,
            Map<String, Double> metrics,
            List<ClassScore> perClass,
            @Nullable ConfusionMatrix confusion) {
        this(samples, loss, metrics, perClass, confusion, null);
    }

    /**
     * A metric by name; NaN where it is not defined, such as {@code roc_auc} of samples that are all of one class.
     *
     * @throws IllegalArgumentException if it was not computed; the message names those that were
     */
    public double metric(String name) {
        var value = metrics.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no metric `" + name + "`: there are " + metrics.keySet());
        }
        return value;
    }

    /** A text for people: metrics, a table of the classes, the confusion matrix. Lines end in {@code \n}. */
    public String render() {
        return EvaluationText.of(this);
    }
}
