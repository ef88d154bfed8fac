package dev.updraft.data;

import dev.updraft.compiler.layers.DataSplit;

/**
 * How the data was split that a model was trained on, so that what was set aside is found again.
 *
 * @param seed that chose the samples
 * @param test what was set aside first, to test the model in the end
 * @param validation what of the rest was set aside for validation
 */
public record TrainingSplit(long seed, DataSplit test, DataSplit validation) {}
