package dev.updraft.metrics;

import java.util.List;

/**
 * How often each class was taken for each.
 *
 * @param classes the classes, in the order of rows and columns
 * @param counts a row a true class, in it a number a predicted class
 */
public record ConfusionMatrix(List<String> classes, List<List<Long>> counts) {
    public ConfusionMatrix {
        classes = List.copyOf(classes);
        counts = counts.stream().map(List::copyOf).toList();
    }

    /** How many samples of class {@code actual} were predicted to be of class {@code predicted}. */
    public long count(int actual, int predicted) {
        return counts.get(actual).get(predicted);
    }
}
