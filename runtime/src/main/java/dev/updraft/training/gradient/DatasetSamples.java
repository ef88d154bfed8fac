package dev.updraft.training.gradient;

import dev.updraft.data.Dataset;
import dev.updraft.data.internal.CheckedTarget;
import dev.updraft.engine.spi.Samples;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A data set as an engine's device takes it.
 *
 * @param data its samples in their order
 * @param types what its targets are
 */
public record DatasetSamples(Dataset data, List<Dataset.Target> types) implements Samples {
    public DatasetSamples {
        types = List.copyOf(types);
    }

    /** All of a data set. */
    public DatasetSamples(Dataset data) {
        this(data, data.targets());
    }

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
        CheckedTarget.copy(data, target, types.get(target), index, targets, offset);
    }
}
