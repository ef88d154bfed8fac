package dev.updraft.metrics;

import java.util.List;

/**
 * A confusion matrix.
 *
 * @param classes the classes, in the order of rows and columns
 * @param counts one row per true class, with one count per predicted class
 */
public record ConfusionMatrix(List<String> classes, List<List<Long>> counts) {
    public ConfusionMatrix {
        classes = List.copyOf(classes);
        counts = counts.stream().map(List::copyOf).toList();
    }

    /** The number of samples of class {@code actual} that were predicted as class {@code predicted}. */
    public long count(int actual, int predicted) {
        return counts.get(actual).get(predicted);
    }
}
