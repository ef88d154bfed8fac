package dev.updraft.metrics;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.ProblemType;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The sums behind all metrics of a model. A sample counts as much as its weight; one of weight 0 not at all. Adding allocates nothing. */
final class MetricStates {
    private final ProblemType problemType;
    private final double threshold;
    private final ConfusionCounts classes;
    private final RegressionSums values;
    private final AgreementSums agreement;
    private final TopKCounter top;
    private final ProbabilitySums probabilities = new ProbabilitySums();
    private final boolean measuresProbabilities;
    /** Null where there are no clusters. */
    private final @Nullable ClusterSums clusters;

    private double right;
    private double counted;
    /** Samples of which something was predicted that is NaN. */
    private long undefined;

    /**
     * @param threshold probability from which on a sample is of the second of two classes; NaN for the likelier class
     * @param labels how many classes clusters are compared with; 0 for none
     */
    MetricStates(ProblemType problemType, List<Metric> metrics, double threshold, int labels) {
        this.problemType = problemType;
        this.threshold = threshold;
        classes = new ConfusionCounts(problemType.classes(), problemType.exclusive());
        var measuresValues = problemType instanceof ProblemType.Values
                || metrics.stream().anyMatch(metric -> metric.subject() == Metric.Subject.NUMBERS);
        values = new RegressionSums(measuresValues ? problemType.values() : 0);
        agreement = new AgreementSums(metrics.stream().anyMatch(AgreementSums::measures) ? problemType.values() : 0);
        top = new TopKCounter(metrics);
        clusters = problemType instanceof ProblemType.Clusters found ? new ClusterSums(found, labels) : null;
        measuresProbabilities = metrics.stream()
                .anyMatch(metric -> metric instanceof Metric.LogLoss
                        || metric instanceof Metric.Perplexity
                        || metric instanceof Metric.Brier);
    }

    /** @param labels classes that clusters are compared with; null if there are none */
    void add(
            int samples,
            MemorySegment predictions,
            MemorySegment targets,
            @Nullable MemorySegment weights,
            @Nullable MemorySegment labels) {
        if (clusters != null) {
            clusters.add(samples, predictions, labels);
        }
        var size = samples * problemType.positions();
        countUndefined(size, predictions);
        switch (problemType) {
            case ProblemType.Classes(var count, var _) -> {
                for (var i = 0; i < size; i++) {
                    addClass(predictions, (long) i * count, count, targets.getAtIndex(JAVA_INT, i), weight(weights, i));
                }
            }
            case ProblemType.OneHot(var count) -> {
                for (var i = 0; i < size; i++) {
                    var row = (long) i * count;
                    addClass(predictions, row, count, largest(targets, row, count), weight(weights, i));
                }
            }
            case ProblemType.BinaryClass _ -> {
                for (var i = 0; i < size; i++) {
                    addBinary(
                            predictions.getAtIndex(JAVA_FLOAT, i), targets.getAtIndex(JAVA_INT, i), weight(weights, i));
                }
            }
            case ProblemType.Labels(var count) -> {
                for (var i = 0L; i < (long) size * count; i++) {
                    var has = targets.getAtIndex(JAVA_FLOAT, i) > 0.5f;
                    addLabel((int) (i % count), predictions.getAtIndex(JAVA_FLOAT, i), has, weight(weights, i / count));
                }
            }
            case ProblemType.Values _, ProblemType.WithoutTarget _ -> {}
        }
        if (values.width() > 0) {
            addValues(size, predictions, targets, weights);
        }
    }

    /** Of a row: a sample, or one of its places. */
    private double weight(@Nullable MemorySegment weights, long row) {
        return weights == null ? 1 : weights.getAtIndex(JAVA_FLOAT, row / problemType.positions());
    }

    private void countUndefined(int size, MemorySegment predictions) {
        var width = problemType.width();
        for (var sample = 0L; sample < size; sample++) {
            var sum = 0f;
            for (var at = sample * width; at < (sample + 1) * width; at++) {
                sum += predictions.getAtIndex(JAVA_FLOAT, at) * 0f;
            }
            undefined += Float.isNaN(sum) && hasNaN(predictions, sample * width, width) ? 1 : 0;
        }
    }

    /** Told from infinity, which 0 times makes NaN as well. */
    private static boolean hasNaN(MemorySegment values, long from, int count) {
        for (var at = from; at < from + count; at++) {
            if (Float.isNaN(values.getAtIndex(JAVA_FLOAT, at))) {
                return true;
            }
        }
        return false;
    }

    private void addClass(MemorySegment predictions, long row, int count, int target, double weight) {
        var guess = Double.isNaN(threshold)
                ? largest(predictions, row, count)
                : isSecond(predictions.getAtIndex(JAVA_FLOAT, row + 1)) ? 1 : 0;
        count(guess == target, weight);
        classes.add(target, guess, weight);
        if (count == 2) {
            top.add(guess == target ? 0 : 1, weight);
        } else {
            top.add(predictions, row, count, target, weight);
        }
        if (measuresProbabilities) {
            probabilities.add(predictions, row, count, target, weight);
        }
    }

    private void addBinary(float probability, int target, double weight) {
        var guess = isSecond(probability) ? 1 : 0;
        count(guess == target, weight);
        classes.add(target, guess, weight);
        top.add(guess == target ? 0 : 1, weight);
        if (measuresProbabilities) {
            probabilities.add(probability, target == 1, weight);
        }
    }

    private boolean isSecond(float probability) {
        return Double.isNaN(threshold) ? probability > 0.5f : probability >= threshold;
    }

    private void addLabel(int label, float probability, boolean has, double weight) {
        var guessed = probability > 0.5f;
        count(has == guessed, weight);
        classes.addLabel(label, has, guessed, weight);
        if (measuresProbabilities) {
            probabilities.add(probability, has, weight);
        }
    }

    private void addValues(
            int size, MemorySegment predictions, MemorySegment targets, @Nullable MemorySegment weights) {
        var width = values.width();
        for (var i = 0; i < size; i++) {
            var weight = weight(weights, i);
            if (weight == 0) {
                continue;
            }
            values.next(weight);
            agreement.next(weight);
            for (var column = 0; column < width; column++) {
                var at = (long) i * width + column;
                var target = targets.getAtIndex(JAVA_FLOAT, at);
                var prediction = predictions.getAtIndex(JAVA_FLOAT, at);
                values.add(column, target, prediction);
                agreement.add(column, target, prediction);
            }
        }
    }

    private void count(boolean hit, double weight) {
        counted += weight;
        right += hit ? weight : 0;
    }

    /** The first of the largest, as numpy's argmax. */
    private static int largest(MemorySegment values, long row, int count) {
        var best = 0;
        var most = values.getAtIndex(JAVA_FLOAT, row);
        for (var i = 1; i < count; i++) {
            var value = values.getAtIndex(JAVA_FLOAT, row + i);
            if (value > most) {
                most = value;
                best = i;
            }
        }
        return best;
    }

    /**
     * A metric: one metric, or one a class.
     *
     * @param sortedScores for those that rank; may be null where none does
     */
    double[] values(Metric metric, @Nullable SortedScores sortedScores) {
        var metricValues = ofNumbers(metric, sortedScores);
        if (undefined > 0) {
            Arrays.fill(metricValues, Double.NaN);
        }
        return metricValues;
    }

    private double[] ofNumbers(Metric metric, @Nullable SortedScores sortedScores) {
        return switch (metric) {
            case Metric.Accuracy() -> one(counted == 0 ? 0 : right / counted);
            case Metric.Iou(var average) -> classes.iou(average);
            case Metric.Specificity(var average) -> classes.specificity(average);
            case Metric.BalancedAccuracy() -> one(classes.balancedAccuracy());
            case Metric.TopKAccuracy(var k) -> one(top.accuracy(k));
            case Metric.Precision(var average) -> classes.precision(average);
            case Metric.Recall(var average) -> classes.recall(average);
            case Metric.F1(var average) -> classes.fBeta(1, average);
            case Metric.FBeta(var beta, var average) -> classes.fBeta(beta, average);
            case Metric.CohenKappa() -> one(classes.cohenKappa());
            case Metric.Mcc() -> one(classes.matthews());
            case Metric.RocAuc(var average) ->
                Objects.requireNonNull(sortedScores).rocAuc(average);
            case Metric.PrAuc(var average) ->
                Objects.requireNonNull(sortedScores).prAuc(average);
            case Metric.RateAt(var rates, var least, var average) ->
                Objects.requireNonNull(sortedScores).ofCurves(average, curve -> curve.rateAt(rates, least));
            case Metric.LogLoss() -> one(probabilities.logLoss());
            case Metric.Perplexity() -> one(counted == 0 ? 0 : Math.exp(probabilities.logLoss()));
            case Metric.Brier() -> one(probabilities.brier());
            case Metric.MeanAbsoluteError() -> one(values.meanAbsoluteError());
            case Metric.MeanSquaredError() -> one(values.meanSquaredError());
            case Metric.RootMeanSquaredError() -> one(values.rootMeanSquaredError());
            case Metric.MeanAbsolutePercentageError() -> one(values.meanAbsolutePercentageError());
            case Metric.RootMeanSquaredLogError() -> one(agreement.rootMeanSquaredLogError());
            case Metric.ErrorQuantile(var quantile) ->
                one(Objects.requireNonNull(sortedScores).errorQuantile(quantile));
            case Metric.MaxError() -> one(agreement.maxError());
            case Metric.R2() -> one(values.r2());
            case Metric.ExplainedVariance() -> one(agreement.explainedVariance());
            case Metric.Pearson() -> one(agreement.pearson());
            case Metric.CosineSimilarity() -> one(agreement.cosineSimilarity());
            case Metric.Ndcg _ -> throw new IllegalStateException("ndcg is of whole groups");
            case Metric.Silhouette() -> one(Objects.requireNonNull(sortedScores).silhouette());
            case Metric.Inertia() -> one(Objects.requireNonNull(clusters).inertia());
            case Metric.AdjustedRand() -> one(Objects.requireNonNull(clusters).adjustedRand());
        };
    }

    private static double[] one(double metricValue) {
        return new double[] {metricValue};
    }

    /** An entry a class. */
    List<ClassScore> perClass(List<String> names) {
        return IntStream.range(0, names.size())
                .mapToObj(i -> defined(classes.score(i, names.get(i))))
                .toList();
    }

    private ClassScore defined(ClassScore score) {
        return undefined == 0
                ? score
                : new ClassScore(score.name(), Double.NaN, Double.NaN, Double.NaN, score.support());
    }

    /** Null where there are too many classes, they do not exclude each other, or there are predictions of NaN. */
    @Nullable
    ConfusionMatrix confusion(List<String> names) {
        return undefined > 0 ? null : classes.confusion(names);
    }

    void reset() {
        right = 0;
        counted = 0;
        undefined = 0;
        classes.reset();
        values.reset();
        agreement.reset();
        top.reset();
        probabilities.reset();
        if (clusters != null) {
            clusters.reset();
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeDouble(right);
        out.writeDouble(counted);
        out.writeLong(undefined);
        classes.write(out);
        values.write(out);
        agreement.write(out);
        top.write(out);
        probabilities.write(out);
        if (clusters != null) {
            clusters.write(out);
        }
    }

    void read(DataInput in) throws IOException {
        right = in.readDouble();
        counted = in.readDouble();
        undefined = in.readLong();
        classes.read(in);
        values.read(in);
        agreement.read(in);
        top.read(in);
        probabilities.read(in);
        if (clusters != null) {
            clusters.read(in);
        }
    }
}
