package dev.updraft.training.loop;

import dev.updraft.data.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * What a run learns from.
 *
 * @param validation what each epoch is validated on; null for nothing
 */
record TrainingData(Dataset train, @Nullable Dataset validation) {}
