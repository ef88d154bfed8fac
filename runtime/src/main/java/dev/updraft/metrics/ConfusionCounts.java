package dev.updraft.metrics;

import dev.updraft.compiler.layers.Metric.Average;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Counts of right and wrong predictions by class, and what follows from them. Definitions are those of scikit-learn with all
 * classes of the model as {@code labels} and {@code zero_division=0}: a metric without samples to measure it on is 0. A sample
 * counts as much as its weight in all metrics; support and confusion matrix are numbers of samples.
 *
 * <p>For several labels per sample, each label is a class that a sample has or has not.
 */
final class ConfusionCounts {

    /** Above that many classes nobody reads a confusion matrix, and it would need too much memory. */
    private static final int LARGEST_MATRIX = 1000;

    private final int classes;
    private final double[] truePositives;
    private final double[] predicted;
    private final double[] actual;
    private final long[] support;
    private final long @Nullable [] confusion;
    /** The weight of all samples. */
    private double counted;

    ConfusionCounts(int classes, boolean exclusive) {
        this.classes = classes;
        truePositives = new double[classes];
        predicted = new double[classes];
        actual = new double[classes];
        support = new long[classes];
        confusion = exclusive && classes <= LARGEST_MATRIX ? new long[classes * classes] : null;
    }

    /** A sample of class {@code target} for which class {@code guess} was predicted. */
    void add(int target, int guess, double weight) {
        counted += weight;
        predicted[guess] += weight;
        actual[target] += weight;
        support[target]++;
        if (guess == target) {
            truePositives[target] += weight;
        }
        if (confusion != null) {
            confusion[target * classes + guess]++;
        }
    }

    /** Whether a sample has {@code label}, and whether that was predicted. */
    void addLabel(int label, boolean has, boolean guessed, double weight) {
        counted += label == 0 ? weight : 0;
        predicted[label] += guessed ? weight : 0;
        actual[label] += has ? weight : 0;
        support[label] += has ? 1 : 0;
        truePositives[label] += has && guessed ? weight : 0;
    }

    void reset() {
        counted = 0;
        Arrays.fill(truePositives, 0);
        Arrays.fill(predicted, 0);
        Arrays.fill(actual, 0);
        Arrays.fill(support, 0);
        if (confusion != null) {
            Arrays.fill(confusion, 0);
        }
    }

    /** One metric, or one a class. */
    double[] precision(Average average) {
        return average(average, (found, guessed, present, _) -> precision(found, guessed));
    }

    /** One metric, or one a class. */
    double[] recall(Average average) {
        return average(average, (found, guessed, present, _) -> recall(found, present));
    }

    /** One metric, or one a class. */
    double[] fBeta(double beta, Average average) {
        return average(average, (found, guessed, present, _) -> fBeta(beta, found, guessed, present));
    }

    /** One metric, or one a class: what is both predicted and true by what is either. */
    double[] iou(Average average) {
        return average(average, (found, guessed, present, _) -> ratio(found, guessed + present - found));
    }

    /** One metric, or one a class: what is rightly not predicted by what is not true. */
    double[] specificity(Average average) {
        return average(
                average, (found, guessed, present, all) -> ratio(all - guessed - present + found, all - present));
    }

    /** Mean recall of the classes that occur. */
    double balancedAccuracy() {
        var sum = 0.0;
        var occurring = 0;
        for (var i = 0; i < classes; i++) {
            sum += recall(truePositives[i], actual[i]);
            occurring += actual[i] > 0 ? 1 : 0;
        }
        return ratio(sum, occurring);
    }

    /** 1 - (observed disagreement) / (disagreement by chance); NaN if there can be none, as all is of one class. */
    double cohenKappa() {
        var samples = sum(actual);
        return 1 - (samples - sum(truePositives)) / (samples - product(actual, predicted) / samples);
    }

    /** Correlation of predictions and truth (Gorodkin, 2004); 0 where either is constant. */
    double matthews() {
        var samples = sum(actual);
        var predictedSpread = samples * samples - product(predicted, predicted);
        var trueSpread = samples * samples - product(actual, actual);
        return ratio(
                samples * sum(truePositives) - product(actual, predicted), Math.sqrt(predictedSpread * trueSpread));
    }

    ClassScore score(int index, String name) {
        return new ClassScore(
                name,
                precision(truePositives[index], predicted[index]),
                recall(truePositives[index], actual[index]),
                fBeta(1, truePositives[index], predicted[index], actual[index]),
                support[index]);
    }

    /** Null where there are too many classes or they do not exclude each other, as labels do. */
    @Nullable
    ConfusionMatrix confusion(List<String> names) {
        if (confusion == null || classes == 0) {
            return null;
        }
        var rows = new ArrayList<List<Long>>();
        for (var row = 0; row < classes; row++) {
            rows.add(Arrays.stream(confusion, row * classes, (row + 1) * classes)
                    .boxed()
                    .toList());
        }
        return new ConfusionMatrix(names, rows);
    }

    void write(DataOutput out) throws IOException {
        out.writeDouble(counted);
        StoredArrays.write(out, truePositives);
        StoredArrays.write(out, predicted);
        StoredArrays.write(out, actual);
        StoredArrays.write(out, support);
        if (confusion != null) {
            StoredArrays.write(out, confusion);
        }
    }

    void read(DataInput in) throws IOException {
        counted = in.readDouble();
        StoredArrays.read(in, truePositives);
        StoredArrays.read(in, predicted);
        StoredArrays.read(in, actual);
        StoredArrays.read(in, support);
        if (confusion != null) {
            StoredArrays.read(in, confusion);
        }
    }

    /** A metric of one class, or of all as if they were one, from its right predictions, its predictions, its samples and all samples. */
    private interface ClassMetric {
        double of(double truePositives, double predicted, double actual, double all);
    }

    /** Share of the predictions of a class that are right. */
    private static double precision(double truePositives, double predicted) {
        return ratio(truePositives, predicted);
    }

    /** Share of a class that is found. */
    private static double recall(double truePositives, double actual) {
        return ratio(truePositives, actual);
    }

    /** Harmonic mean in which recall weighs beta², precision 1: the right predictions by a mean of samples and predictions. */
    private static double fBeta(double beta, double truePositives, double predicted, double actual) {
        var weight = 1 / (1 + 1 / (beta * beta));
        return ratio(truePositives, weight * actual + (1 - weight) * predicted);
    }

    private double[] average(Average average, ClassMetric metric) {
        var each = IntStream.range(0, classes)
                .mapToDouble(i -> metric.of(truePositives[i], predicted[i], actual[i], counted));
        return switch (average) {
            case MICRO -> new double[] {metric.of(sum(truePositives), sum(predicted), sum(actual), classes * counted)};
            case MACRO -> new double[] {each.sum() / classes};
            case WEIGHTED -> {
                var metrics = each.toArray();
                var sum = IntStream.range(0, classes)
                        .mapToDouble(i -> metrics[i] * actual[i])
                        .sum();
                yield new double[] {ratio(sum, sum(actual))};
            }
            case PER_CLASS -> each.toArray();
        };
    }

    private static double sum(double[] counts) {
        return Arrays.stream(counts).sum();
    }

    private static double product(double[] a, double[] b) {
        var sum = 0.0;
        for (var i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double ratio(double numerator, double denominator) {
        return denominator == 0 ? 0 : numerator / denominator;
    }
}
