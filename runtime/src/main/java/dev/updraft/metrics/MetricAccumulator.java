package dev.updraft.metrics;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.Metric.Average;
import dev.updraft.engine.Batch;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Gathers predictions and targets of one pass over a data set, batch by batch, and computes the metrics of a model. Adding
 * a batch allocates nothing, unless a metric ranks samples (ROC AUC, PR AUC) or the pass is examined: then all scores are
 * kept, as float32. Used by one thread at a time.
 */
public final class MetricAccumulator {
    /** An examined pass keeps no more numbers than that: 80 MB. */
    private static final long MOST_SCORES = 20_000_000;

    private final ProblemType problemType;
    private final List<Metric> metrics;
    private final List<String> classNames;
    private final boolean ranks;
    private final boolean examining;
    private final MetricStates metricStates;
    /** Null where nobody needs them, or, if only the examination does, there are too many. */
    private @Nullable PredictionStore predictionStore;

    private long samples;
    private double lossSum;

    private MetricAccumulator(
            ProblemType problemType, List<Metric> metrics, List<String> classNames, boolean examining) {
        this.problemType = problemType;
        this.metrics = List.copyOf(metrics);
        this.classNames = List.copyOf(classNames);
        this.examining = examining;
        ranks = metrics.stream().anyMatch(MetricAccumulator::ranks);
        metricStates = new MetricStates(problemType, metrics);
        predictionStore = ranks || examining ? new PredictionStore(problemType) : null;
    }

    /**
     * For a task and metrics.
     *
     * @throws IllegalArgumentException if a metric has no meaning for the task, such as accuracy of real numbers
     */
    public static MetricAccumulator of(ProblemType problemType, List<Metric> metrics) {
        return of(problemType, metrics, List.of(), false);
    }

    /** For the metrics of a checked model; classes go by the names that the file gives them, if it does. */
    public static MetricAccumulator of(LayerGraph model) {
        return of(model, List.of());
    }

    /**
     * For the metrics of a checked model.
     *
     * @param classNames what classes go by, in order; where there are fewer, names of the file or numbers stand in
     */
    public static MetricAccumulator of(LayerGraph model, List<String> classNames) {
        return of(ProblemType.of(model), model.metrics(), names(model, classNames), false);
    }

    /** As {@link #of(LayerGraph, List)}, and its {@link #evaluation} has {@link Evaluation#errorAnalysis findings}. */
    public static MetricAccumulator examining(LayerGraph model, List<String> classNames) {
        return of(ProblemType.of(model), model.metrics(), names(model, classNames), true);
    }

    static MetricAccumulator of(
            ProblemType problemType, List<Metric> metrics, List<String> classNames, boolean examining) {
        for (var metric : metrics) {
            if (!problemType.fits(metric)) {
                throw new IllegalArgumentException(
                        "metric " + MetricName.of(metric) + " has no meaning for " + problemType);
            }
        }
        return new MetricAccumulator(problemType, metrics, classNames, examining);
    }

    private static List<String> names(LayerGraph model, List<String> known) {
        return known.isEmpty()
                        && model.target() != null
                        && model.target().type() instanceof TargetType.Classes(var _, var names)
                ? names
                : known;
    }

    /**
     * Adds a batch.
     *
     * @param batch with its target
     * @param predictions float32, row-major, of {@code batch.size()} samples
     * @param loss mean over the batch
     */
    public void add(Batch batch, MemorySegment predictions, double loss) {
        var targets = batch.target();
        if (targets == null) {
            throw new IllegalArgumentException("a batch without targets cannot be scored");
        }
        lossSum += loss * batch.size();
        samples += batch.size();
        metricStates.add(batch.size(), predictions, targets);
        if (predictionStore != null) {
            predictionStore.add(batch.size(), predictions, targets);
            if (!ranks && predictionStore.size() > MOST_SCORES) {
                predictionStore = null;
            }
        }
    }

    /** Forgets everything, for another pass. */
    public void reset() {
        samples = 0;
        lossSum = 0;
        metricStates.reset();
        predictionStore = ranks || examining ? new PredictionStore(problemType) : null;
    }

    /** Number of samples so far. */
    public long samples() {
        return samples;
    }

    /** Mean loss over the samples so far; 0 without any. */
    public double loss() {
        return samples == 0 ? 0 : lossSum / samples;
    }

    /**
     * The metrics of the samples so far, by name, in the order they were asked for. A metric is NaN where scikit-learn has
     * none: ROC AUC and Cohen's kappa of samples that are all of one class, R² of a single sample. All are NaN if a
     * prediction is.
     */
    public Map<String, Double> metrics() {
        return values(metrics, classNames);
    }

    /** As {@link #metrics}, without those that sort all samples: cheap enough to be shown after every step. */
    public Map<String, Double> running() {
        return values(metrics.stream().filter(metric -> !ranks(metric)).toList(), classNames);
    }

    /**
     * Everything there is to say of the samples so far.
     *
     * @param classNames names of the classes or labels, in order; where there are fewer, numbers stand in
     */
    public Evaluation evaluation(List<String> classNames) {
        var names = allNames(classNames);
        var all = new ArrayList<>(metrics);
        usual().stream().filter(metric -> !metrics.contains(metric)).forEach(all::add);
        return new Evaluation(
                samples,
                loss(),
                values(all, names),
                metricStates.perClass(names),
                metricStates.confusion(names),
                findings(names));
    }

    /**
     * Writes what has been gathered, scores included, so that {@link #read} goes on from there.
     *
     * @throws IOException if {@code out} throws it
     */
    public void write(DataOutput out) throws IOException {
        out.writeLong(samples);
        out.writeLong(Double.doubleToRawLongBits(lossSum));
        metricStates.write(out);
        out.writeBoolean(predictionStore != null);
        if (predictionStore != null) {
            predictionStore.write(out);
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
            metricStates.read(in);
            readScores(in);
            whole = true;
        } finally {
            if (!whole) {
                reset();
            }
        }
    }

    private void readScores(DataInput in) throws IOException {
        var kept = in.readBoolean();
        if (kept ? predictionStore == null : ranks) {
            throw new IOException("found " + (kept ? "scores" : "no scores") + " of single samples, expected "
                    + (kept ? "none" : "them"));
        }
        if (!kept) {
            predictionStore = null;
        } else if (predictionStore != null) {
            predictionStore.read(in, samples);
        }
    }

    private Map<String, Double> values(List<Metric> asked, List<String> classNames) {
        var metricValues = new LinkedHashMap<String, Double>();
        var aucScores = predictionStore == null ? null : new AucScores(predictionStore);
        for (var metric : asked) {
            var values = metricStates.values(metric, aucScores);
            if (metric.average() == Average.PER_CLASS) {
                var names = allNames(classNames);
                for (var i = 0; i < values.length; i++) {
                    metricValues.put(MetricName.of(metric, names.get(i)), values[i]);
                }
            } else {
                metricValues.put(MetricName.of(metric), values[0]);
            }
        }
        return metricValues;
    }

    private @Nullable ErrorAnalysis findings(List<String> names) {
        if (!examining) {
            return null;
        }
        return predictionStore == null || predictionStore.size() > MOST_SCORES
                ? ErrorAnalysis.omitted(String.format(
                        Locale.ROOT,
                        "%,d samples have more than %,d scores together: too many to keep",
                        samples,
                        MOST_SCORES))
                : ErrorAnalysis.of(predictionStore, names);
    }

    private List<String> allNames(List<String> known) {
        return IntStream.range(0, problemType.classes())
                .mapToObj(i -> i < known.size() ? known.get(i) : Integer.toString(i))
                .toList();
    }

    private static boolean ranks(Metric metric) {
        return metric instanceof Metric.RocAuc || metric instanceof Metric.PrAuc;
    }

    private List<Metric> usual() {
        return problemType instanceof ProblemType.Values
                ? List.of(new Metric.MeanAbsoluteError(), new Metric.RootMeanSquaredError(), new Metric.R2())
                : List.of(
                        new Metric.Accuracy(),
                        new Metric.Precision(Average.MACRO),
                        new Metric.Recall(Average.MACRO),
                        new Metric.F1(Average.MACRO));
    }
}
