package dev.updraft.data;

/**
 * How the data was split that a model was trained on, so that what was set aside is found again.
 *
 * @param seed that chose the samples
 * @param test share that was set aside first, to test the model in the end; 0 for none
 * @param validation share of the rest that was set aside for validation; 0 for none
 */
public record DataSplit(long seed, double test, double validation) {}
