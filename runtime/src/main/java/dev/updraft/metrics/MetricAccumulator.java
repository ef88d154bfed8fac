package dev.updraft.metrics;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.Output;
import dev.updraft.compiler.layers.LayerGraph.Target;
import dev.updraft.compiler.layers.Loss;
import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.ProblemType;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.StepOutputs;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Gathers predictions and targets of one pass over a data set, batch by batch, and computes the metrics of a model. Adding
 * a batch allocates nothing, unless a metric ranks samples (ROC AUC, PR AUC) or the pass is examined: then all scores are
 * kept, as float32. Used by one thread at a time.
 */
public final class MetricAccumulator {
    private static final int NO_LABELS = -1;

    private final List<TargetMetrics> targets;
    private final List<Comparison> comparisons;
    /** How many targets a batch brings; the weights of its samples follow, if they have any. */
    private final int brought;
    /** Names of the terms of the loss, where there are several, and of the metrics that are expressions. */
    private final List<String> terms;
    /** How many of the terms are of the loss. */
    private final int lossTerms;

    private final double[] termSums;
    private @Nullable WholeSamples wholeLoss;
    private long samples;
    private double lossSum;
    private double weightSum;

    private MetricAccumulator(
            List<TargetMetrics> targets, List<Comparison> comparisons, int brought, List<String> terms, int lossTerms) {
        this.targets = List.copyOf(targets);
        this.comparisons = List.copyOf(comparisons);
        this.brought = brought;
        this.terms = List.copyOf(terms);
        this.lossTerms = lossTerms;
        termSums = new double[terms.size()];
    }

    /**
     * Where the values that a target's metrics compare are.
     *
     * @param prediction the index of the prediction among the outputs
     * @param target the index of the target in a batch, or if it is not from there, behind these among the outputs
     * @param fromBatch whether the batch brings the target
     * @param labels index of the target in a batch that clusters are compared with; {@link #NO_LABELS} for none
     */
    private record Comparison(int prediction, int target, boolean fromBatch, int labels) {}

    /**
     * Takes the loss of all samples together, in which they see each other, instead of the mean of those of the batches. Until all
     * have been added it is NaN.
     *
     * @param count how many samples there are, each with one number predicted, in order
     * @param loss of the predictions
     * @return this
     */
    public MetricAccumulator withLoss(int count, ToDoubleFunction<float[]> loss) {
        wholeLoss = new WholeSamples(count, loss);
        return this;
    }

    /**
     * Adds a metric of all samples together that is asked for, in which they see each other; without this it is not reported. Until
     * all have been added it is NaN.
     *
     * @param output the name of the output that it is of
     * @param count how many samples there are, each with one number predicted, in order
     */
    public void addMetric(String output, Metric metric, int count, ToDoubleFunction<float[]> of) {
        targets.stream()
                .filter(target -> target.name().equals(output))
                .forEach(target -> target.addMetric(metric, new WholeSamples(count, of)));
    }

    /**
     * For a single target and metrics.
     *
     * @throws IllegalArgumentException if a metric has no meaning for the problem, such as accuracy of real numbers
     */
    public static MetricAccumulator of(ProblemType problemType, List<Metric> metrics) {
        return of(problemType, metrics, List.of(), false);
    }

    static MetricAccumulator of(
            ProblemType problemType, List<Metric> metrics, List<String> classNames, boolean examining) {
        return new MetricAccumulator(
                List.of(new TargetMetrics("", problemType, metrics, classNames, null, 0, examining, true)),
                List.of(new Comparison(0, 0, true, NO_LABELS)),
                1,
                List.of(),
                0);
    }

    /** For the metrics of a checked model; classes go by the names that the file gives them, if it does. */
    public static MetricAccumulator of(LayerGraph model) {
        return of(model, Map.of());
    }

    /**
     * For the metrics of a checked model.
     *
     * @param classNames what the classes of each output go by, in order; where there are none, names of the file or numbers
     *     stand in; thresholds are those of the file
     */
    public static MetricAccumulator of(LayerGraph model, Map<String, List<String>> classNames) {
        return of(model, classNames, model.fixedThresholds(), false);
    }

    /**
     * As {@link #of(LayerGraph, Map)}, and its {@link #evaluation} has {@link TargetEvaluation#errorAnalysis findings}.
     *
     * @param thresholds by the name of an output, the probability from which on a sample is taken for the second of its two
     *     classes; of others the likelier class is taken
     */
    public static MetricAccumulator examining(
            LayerGraph model, Map<String, List<String>> classNames, Map<String, Double> thresholds) {
        return of(model, classNames, thresholds, true);
    }

    /** As {@link #of(LayerGraph, Map)}, with thresholds as in {@link #examining}. */
    public static MetricAccumulator of(
            LayerGraph model, Map<String, List<String>> classNames, Map<String, Double> thresholds) {
        return of(model, classNames, thresholds, false);
    }

    private static MetricAccumulator of(
            LayerGraph model, Map<String, List<String>> classNames, Map<String, Double> thresholds, boolean examining) {
        var names = model.targets().stream().map(Target::name).toList();
        var targets = new ArrayList<TargetMetrics>();
        var comparisons = new ArrayList<Comparison>();
        var ownValues = 0;
        for (var i = 0; i < model.outputs().size(); i++) {
            var output = model.outputs().get(i);
            var target = output.target();
            if (target == null) {
                continue; // An expression is minimized that compares it with nothing.
            }
            var labels = output.problem() instanceof ProblemType.Clusters
                            && !model.targets().isEmpty()
                    ? 0
                    : NO_LABELS;
            // Scores give an order, and are no estimate of the target.
            var ranks = output.loss() instanceof Loss.LambdaRank;
            targets.add(new TargetMetrics(
                    output.name(),
                    output.problem(),
                    output.metrics(),
                    names(output, classNames),
                    thresholds.get(output.name()),
                    labels == NO_LABELS
                            ? 0
                            : ProblemType.of(model.targets().get(labels).type()).classes(),
                    examining && !ranks,
                    !ranks));
            var fromBatch = target.source() == null;
            comparisons.add(new Comparison(
                    i,
                    fromBatch ? names.indexOf(target.name()) : model.outputs().size() + ownValues++,
                    fromBatch,
                    labels));
        }
        var parts = model.parts();
        return new MetricAccumulator(
                targets,
                comparisons,
                model.targets().size(),
                parts,
                parts.size() - model.metrics().size());
    }

    private static List<String> names(Output output, Map<String, List<String>> classNames) {
        var known = classNames.getOrDefault(output.name(), List.of());
        return known.isEmpty() ? output.classNames() : known;
    }

    /**
     * Adds a batch.
     *
     * @param batch with its targets, and the weights of its samples behind them if they have any
     * @param outputs of the step: predictions of {@code batch.size()} samples, and the terms of the loss
     * @param loss mean over the batch
     */
    public void add(Batch batch, StepOutputs outputs, double loss) {
        if (batch.targets().size() < brought) {
            throw new IllegalArgumentException("metrics cannot be computed for a batch without targets");
        }
        var weights = batch.targets().size() > brought ? batch.targets().get(brought) : null;
        if (wholeLoss != null) {
            wholeLoss.add(batch.size(), outputs.values().getFirst());
        }
        lossSum += loss * batch.size();
        samples += batch.size();
        weightSum += weights == null ? batch.size() : sum(weights, batch.size());
        for (var term = 0; term < termSums.length; term++) {
            termSums[term] += outputs.losses()[term] * batch.size();
        }
        for (var i = 0; i < targets.size(); i++) {
            var comparison = comparisons.get(i);
            var prediction = outputs.values().get(comparison.prediction);
            var target = comparison.fromBatch
                    ? batch.targets().get(comparison.target)
                    : outputs.values().get(comparison.target);
            var labels = comparison.labels == NO_LABELS ? null : batch.targets().get(comparison.labels);
            targets.get(i).add(batch.size(), prediction, target, weights, labels);
        }
    }

    private static double sum(MemorySegment weights, int count) {
        var sum = 0.0;
        for (var i = 0; i < count; i++) {
            sum += weights.getAtIndex(ValueLayout.JAVA_FLOAT, i);
        }
        return sum;
    }

    /** Resets the accumulator for another pass. */
    public void reset() {
        samples = 0;
        lossSum = 0;
        weightSum = 0;
        Arrays.fill(termSums, 0);
        if (wholeLoss != null) {
            wholeLoss.reset();
        }
        targets.forEach(TargetMetrics::reset);
    }

    /** Number of samples so far. */
    public long samples() {
        return samples;
    }

    /** Mean over the samples so far of their loss times their weight; 0 without any. Of all samples together if it is {@link #withLoss}. */
    public double loss() {
        if (wholeLoss != null) {
            return wholeLoss.value();
        }
        return mean(lossSum);
    }

    private double mean(double sum) {
        return samples == 0 ? 0 : sum / samples;
    }

    /**
     * The metrics of the samples so far, by name, in the order they were asked for. A metric is NaN where scikit-learn has
     * none: ROC AUC and Cohen's kappa of samples with a single class, R² of a single sample. All are NaN if a prediction is
     * NaN. With several targets, the terms of the loss come first, and the others are prefixed with the names of their
     * targets.
     */
    public Map<String, Double> metrics() {
        return values(TargetMetrics::metrics);
    }

    /** Same as {@link #metrics}, without those that sort all samples: cheap enough to show after every step. */
    public Map<String, Double> running() {
        return values(TargetMetrics::running);
    }

    private Map<String, Double> values(Function<TargetMetrics, Map<String, Double>> ofTarget) {
        if (targets.size() == 1 && terms.isEmpty()) {
            return ofTarget.apply(targets.getFirst());
        }
        var values = new LinkedHashMap<String, Double>();
        for (var term = 0; term < termSums.length; term++) {
            values.put(
                    terms.get(term),
                    term < lossTerms ? mean(termSums[term]) : weightSum == 0 ? 0 : termSums[term] / weightSum);
        }
        for (var target : targets) {
            ofTarget.apply(target).forEach((name, value) -> values.put(prefix(target) + name, value));
        }
        return values;
    }

    private String prefix(TargetMetrics target) {
        return targets.size() == 1 ? "" : target.name() + "_";
    }

    /** The names of the metrics that are asked for and reported only where {@link #addMetric} has added them. */
    public List<String> ofWholeNames() {
        return targets.stream()
                .flatMap(target -> target.ofWholeNames().stream().map(name -> prefix(target) + name))
                .toList();
    }

    /** The full evaluation of the samples so far. */
    public Evaluation evaluation() {
        return evaluation(List.of());
    }

    /** As the other, whose classes go by these names. */
    Evaluation evaluation(List<String> classNames) {
        var evaluations = new LinkedHashMap<String, TargetEvaluation>();
        targets.forEach(target -> evaluations.put(target.name(), target.evaluation(classNames, samples)));
        return new Evaluation(
                samples,
                loss(),
                values(target ->
                        Objects.requireNonNull(evaluations.get(target.name())).metrics()),
                List.copyOf(evaluations.values()));
    }

    /**
     * Writes what has been gathered, scores included, so that {@link #read} goes on from there.
     *
     * @throws IOException if {@code out} throws it
     */
    public void write(DataOutput out) throws IOException {
        out.writeLong(samples);
        out.writeLong(Double.doubleToRawLongBits(lossSum));
        out.writeLong(Double.doubleToRawLongBits(weightSum));
        for (var sum : termSums) {
            out.writeLong(Double.doubleToRawLongBits(sum));
        }
        for (var target : targets) {
            target.write(out);
        }
    }

    /**
     * Replaces what has been gathered by what an accumulator of the same model wrote, bit for bit.
     *
     * @throws IOException if {@code in} throws it, or what it has is not of such an accumulator; all is forgotten then
     */
    public void read(DataInput in) throws IOException {
        reset();
        var whole = false;
        try {
            samples = in.readLong();
            if (samples < 0) {
                throw new IOException("there cannot be " + samples + " samples");
            }
            lossSum = Double.longBitsToDouble(in.readLong());
            weightSum = Double.longBitsToDouble(in.readLong());
            for (var term = 0; term < termSums.length; term++) {
                termSums[term] = Double.longBitsToDouble(in.readLong());
            }
            for (var target : targets) {
                target.read(in, samples);
            }
            whole = true;
        } finally {
            if (!whole) {
                reset();
            }
        }
    }
}
