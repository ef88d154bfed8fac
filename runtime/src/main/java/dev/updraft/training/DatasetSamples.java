package dev.updraft.training;

import dev.updraft.data.CheckedTarget;
import dev.updraft.data.Dataset;
import dev.updraft.engine.Samples;
import java.lang.foreign.MemorySegment;

/**
 * A data set as an engine's device takes it.
 *
 * @param data its samples in their order
 */
public record DatasetSamples(Dataset data) implements Samples {
    @Override
    public int size() {
        return data.size();
    }

    @Override
    public void copyInput(int input, int index, MemorySegment inputs, long offset) {
        data.copyInput(input, index, inputs, offset);
    }

    @Override
    public void copyTarget(int target, int index, MemorySegment targets, long offset) {
        CheckedTarget.copy(data, target, index, targets, offset);
    }
}
