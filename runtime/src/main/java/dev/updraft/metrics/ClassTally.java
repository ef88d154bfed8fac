package dev.updraft.metrics;

import dev.updraft.compiler.layers.Metric.Average;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts of right and wrong guesses by class, and what follows from them. Definitions are those of scikit-learn with all
 * classes of the model as {@code labels} and {@code zero_division=0}: a figure without samples to measure it on is 0.
 *
 * <p>For several labels a sample, each label is a class that a sample has or has not.
 */
final class ClassTally {

    /** Above that many classes nobody reads a confusion matrix, and it would need too much memory. */
    private static final int LARGEST_MATRIX = 1000;

    private final int classes;
    private final long[] hits;
    private final long[] predicted;
    private final long[] actual;
    private final long @Nullable [] confusion;

    ClassTally(int classes, boolean exclusive) {
        this.classes = classes;
        hits = new long[classes];
        predicted = new long[classes];
        actual = new long[classes];
        confusion = exclusive && classes <= LARGEST_MATRIX ? new long[classes * classes] : null;
    }

    /** A sample of class {@code target} for which class {@code guess} was predicted. */
    void add(int target, int guess) {
        predicted[guess]++;
        actual[target]++;
        if (guess == target) {
            hits[target]++;
        }
        if (confusion != null) {
            confusion[target * classes + guess]++;
        }
    }

    /** Whether a sample has {@code label}, and whether that was predicted. */
    void addLabel(int label, boolean has, boolean guessed) {
        predicted[label] += guessed ? 1 : 0;
        actual[label] += has ? 1 : 0;
        hits[label] += has && guessed ? 1 : 0;
    }

    void reset() {
        Arrays.fill(hits, 0);
        Arrays.fill(predicted, 0);
        Arrays.fill(actual, 0);
        if (confusion != null) {
            Arrays.fill(confusion, 0);
        }
    }

    double precision(Average average) {
        return average(average, Figure.PRECISION);
    }

    double recall(Average average) {
        return average(average, Figure.RECALL);
    }

    double f1(Average average) {
        return average(average, Figure.F1);
    }

    ClassScore score(int index, String name) {
        return new ClassScore(
                name,
                Figure.PRECISION.of(hits[index], predicted[index], actual[index]),
                Figure.RECALL.of(hits[index], predicted[index], actual[index]),
                Figure.F1.of(hits[index], predicted[index], actual[index]),
                actual[index]);
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

    private double average(Average average, Figure figure) {
        var weights = Arrays.stream(actual).sum();
        return switch (average) {
            case MICRO ->
                figure.of(Arrays.stream(hits).sum(), Arrays.stream(predicted).sum(), weights);
            case MACRO -> {
                var sum = 0.0;
                for (var i = 0; i < classes; i++) {
                    sum += figure.of(hits[i], predicted[i], actual[i]);
                }
                yield sum / classes;
            }
            case WEIGHTED -> {
                var sum = 0.0;
                for (var i = 0; i < classes; i++) {
                    sum += figure.of(hits[i], predicted[i], actual[i]) * actual[i];
                }
                yield ratio(sum, weights);
            }
        };
    }

    private static double ratio(double numerator, double denominator) {
        return denominator == 0 ? 0 : numerator / denominator;
    }

    private enum Figure {
        /** Share of the guesses of a class that are right. */
        PRECISION,
        /** Share of a class that is found. */
        RECALL,
        /** Harmonic mean of the two. */
        F1;

        double of(long hits, long predicted, long actual) {
            return switch (this) {
                case PRECISION -> ratio(hits, predicted);
                case RECALL -> ratio(hits, actual);
                case F1 -> ratio(2.0 * hits, (double) predicted + actual);
            };
        }
    }
}
