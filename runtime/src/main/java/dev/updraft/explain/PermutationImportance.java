package dev.updraft.explain;

/**
 * How much worse a model predicts without what a column says.
 *
 * @param column its name
 * @param mean how much worse the metric is where the column is shuffled: the rise of the loss, or what a metric that should be large
 *     falls. About 0 if the column does not matter
 * @param deviation the standard deviation over the repeats; 0 for one
 */
public record PermutationImportance(String column, double mean, double deviation) {}
