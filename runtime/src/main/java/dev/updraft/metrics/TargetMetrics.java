package dev.updraft.metrics;

import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.Metric.Average;
import dev.updraft.compiler.layers.ProblemType;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What is gathered of one target and what is predicted of it. */
final class TargetMetrics {
    /** An examined pass keeps no more numbers than that: 80 MB. */
    private static final long MOST_SCORES = 20_000_000;

    private final String name;
    private final ProblemType problemType;
    private final List<Metric> metrics;
    private final List<String> classNames;
    private final @Nullable Double threshold;
    private final boolean ranks;
    private final boolean examining;
    private final boolean hasUsual;
    private final MetricStates metricStates;
    private final Map<Metric, WholeSamples> ofWhole = new HashMap<>();
    /** Null where nobody needs them, or, if only the examination does, there are too many. */
    private @Nullable PredictionStore predictionStore;

    /**
     * @param name of the target
     * @param classNames what classes go by, in order; where there are fewer, numbers stand in
     * @param threshold probability from which on a sample is of the second of two classes; null for the likelier class
     * @param labels how many classes clusters are compared with; 0 for none
     * @param hasUsual whether an evaluation has the usual metrics of the problem, though nobody asked for them
     * @throws IllegalArgumentException if a metric has no meaning for the problem, such as accuracy of real numbers
     */
    TargetMetrics(
            String name,
            ProblemType problemType,
            List<Metric> metrics,
            List<String> classNames,
            @Nullable Double threshold,
            int labels,
            boolean examining,
            boolean hasUsual) {
        for (var metric : metrics) {
            if (!problemType.fits(metric)) {
                throw new IllegalArgumentException(
                        "metric " + MetricName.of(metric) + " does not apply to " + problemType);
            }
        }
        this.name = name;
        this.problemType = problemType;
        this.metrics = List.copyOf(metrics);
        this.classNames = List.copyOf(classNames);
        this.threshold = threshold;
        this.examining = examining;
        this.hasUsual = hasUsual;
        ranks = metrics.stream().anyMatch(TargetMetrics::ranks);
        metricStates = new MetricStates(problemType, metrics, decision(), labels);
        predictionStore = ranks || examining ? new PredictionStore(problemType, decision()) : null;
    }

    private double decision() {
        return threshold == null ? Double.NaN : threshold;
    }

    String name() {
        return name;
    }

    /** The metrics of all samples together that are asked for. */
    List<String> ofWholeNames() {
        return metrics.stream()
                .filter(Metric.Ndcg.class::isInstance)
                .map(MetricName::of)
                .toList();
    }

    /** Adds what a metric of all samples together needs, that it is reported. */
    void addMetric(Metric metric, WholeSamples samples) {
        ofWhole.put(metric, samples);
    }

    void add(
            int size,
            MemorySegment predictions,
            MemorySegment targets,
            @Nullable MemorySegment weights,
            @Nullable MemorySegment labels) {
        metricStates.add(size, predictions, targets, weights, labels);
        ofWhole.values().forEach(whole -> whole.add(size, predictions));
        if (predictionStore != null) {
            predictionStore.add(size, predictions, targets, weights);
            if (!ranks && predictionStore.size() > MOST_SCORES) {
                predictionStore = null;
            }
        }
    }

    void reset() {
        metricStates.reset();
        ofWhole.values().forEach(WholeSamples::reset);
        predictionStore = ranks || examining ? new PredictionStore(problemType, decision()) : null;
    }

    Map<String, Double> metrics() {
        return values(metrics, classNames);
    }

    /** Without those that sort all samples. */
    Map<String, Double> running() {
        return values(metrics.stream().filter(metric -> !ranks(metric)).toList(), classNames);
    }

    TargetEvaluation evaluation(List<String> given, long samples) {
        var names = allNames(given.isEmpty() ? classNames : given);
        var all = new ArrayList<>(metrics);
        usual().stream().filter(metric -> !metrics.contains(metric)).forEach(all::add);
        return new TargetEvaluation(
                name,
                values(all, names),
                metricStates.perClass(names),
                metricStates.confusion(names),
                threshold,
                findings(names, samples));
    }

    void write(DataOutput out) throws IOException {
        metricStates.write(out);
        out.writeBoolean(predictionStore != null);
        if (predictionStore != null) {
            predictionStore.write(out);
        }
    }

    void read(DataInput in, long samples) throws IOException {
        metricStates.read(in);
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

    private Map<String, Double> values(List<Metric> asked, List<String> given) {
        var metricValues = new LinkedHashMap<String, Double>();
        var sortedScores = predictionStore == null ? null : new SortedScores(predictionStore);
        for (var metric : asked) {
            if (metric instanceof Metric.Ndcg) {
                var whole = ofWhole.get(metric);
                if (whole != null) {
                    metricValues.put(MetricName.of(metric), whole.value());
                }
                continue;
            }
            var values = metricStates.values(metric, sortedScores);
            if (metric.average() == Average.PER_CLASS) {
                var names = allNames(given);
                for (var i = 0; i < values.length; i++) {
                    metricValues.put(MetricName.of(metric, names.get(i)), values[i]);
                }
            } else {
                metricValues.put(MetricName.of(metric), values[0]);
            }
        }
        return metricValues;
    }

    private @Nullable ErrorAnalysis findings(List<String> names, long samples) {
        if (!examining) {
            return null;
        }
        return predictionStore == null || predictionStore.size() > MOST_SCORES
                ? ErrorAnalysis.omitted(String.format(
                        Locale.ROOT,
                        "%,d samples have more than %,d scores in total: too many to keep",
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
        return metric instanceof Metric.RocAuc
                || metric instanceof Metric.PrAuc
                || metric instanceof Metric.RateAt
                || metric instanceof Metric.ErrorQuantile
                || metric instanceof Metric.Silhouette
                || metric instanceof Metric.Ndcg;
    }

    private List<Metric> usual() {
        if (!hasUsual) {
            return List.of();
        }
        return switch (problemType) {
            case ProblemType.Values _ ->
                List.of(new Metric.MeanAbsoluteError(), new Metric.RootMeanSquaredError(), new Metric.R2());
            case ProblemType.Clusters(var _, var isDistance, var _) ->
                isDistance ? List.of(new Metric.Inertia()) : List.of();
            case ProblemType.Components _, ProblemType.Anomalies _ -> List.of();
            case ProblemType.Classes _, ProblemType.BinaryClass _, ProblemType.OneHot _, ProblemType.Labels _ ->
                List.of(
                        new Metric.Accuracy(),
                        new Metric.Precision(Average.MACRO),
                        new Metric.Recall(Average.MACRO),
                        new Metric.F1(Average.MACRO));
        };
    }
}
