package dev.updraft.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The evaluation of a model on a data set.
 *
 * @param samples number of samples
 * @param loss mean over the samples, each loss multiplied by the sample's weight if it has one; metrics are divided by the
 *     sum of the weights
 * @param metrics all of them by name. Of a model with one target those of {@link TargetEvaluation#metrics}; of one with
 *     several the terms of the loss first, {@code label_loss}, then the targets' metrics behind their names, {@code
 *     label_accuracy}
 * @param targets an entry a target, in the order of the model's outputs
 */
public record Evaluation(long samples, double loss, Map<String, Double> metrics, List<TargetEvaluation> targets) {
    public Evaluation {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        targets = List.copyOf(targets);
    }

    /** For a model with one target. */
    public Evaluation(
            long samples,
            double loss,
            Map<String, Double> metrics,
            List<ClassScore> perClass,
            @Nullable ConfusionMatrix confusion,
            @Nullable ErrorAnalysis errorAnalysis) {
        this(
                samples,
                loss,
                metrics,
                List.of(new TargetEvaluation("", metrics, perClass, confusion, null, errorAnalysis)));
    }

    /** For a model with one target, without an error analysis. */
    public Evaluation(
            long samples,
            double loss,
            Map<String, Double> metrics,
            List<ClassScore> perClass,
            @Nullable ConfusionMatrix confusion) {
        this(samples, loss, metrics, perClass, confusion, null);
    }

    /**
     * The target of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the existing ones
     */
    public TargetEvaluation target(String name) {
        return targets.stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no target `" + name + "`: the targets are "
                        + targets.stream().map(TargetEvaluation::name).toList()));
    }

    private TargetEvaluation only() {
        if (targets.size() != 1) {
            throw new IllegalStateException("the model has several targets ("
                    + String.join(
                            ", ", targets.stream().map(TargetEvaluation::name).toList())
                    + "); get one by target(name)");
        }
        return targets.getFirst();
    }

    /**
     * As {@link TargetEvaluation#perClass} of the only target.
     *
     * @throws IllegalStateException if there are several
     */
    public List<ClassScore> perClass() {
        return only().perClass();
    }

    /**
     * As {@link TargetEvaluation#confusion} of the only target.
     *
     * @throws IllegalStateException if there are several
     */
    public @Nullable ConfusionMatrix confusion() {
        return only().confusion();
    }

    /**
     * As {@link TargetEvaluation#errorAnalysis} of the only target.
     *
     * @throws IllegalStateException if there are several
     */
    public @Nullable ErrorAnalysis errorAnalysis() {
        return only().errorAnalysis();
    }

    /**
     * A metric by name; NaN where it is not defined, such as {@code roc_auc} of samples with a single class.
     *
     * @throws IllegalArgumentException if it was not computed; the message lists those that were
     */
    public double metric(String name) {
        var value = metrics.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no metric `" + name + "`: the metrics are " + metrics.keySet());
        }
        return value;
    }

    /** A text for people: metrics, a table of the classes, the confusion matrix. Lines end in {@code \n}. */
    public String render() {
        return EvaluationText.of(this);
    }
}
