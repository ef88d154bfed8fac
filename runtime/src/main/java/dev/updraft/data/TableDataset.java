package dev.updraft.data;

import dev.updraft.compiler.tensor.Shape;
import java.lang.foreign.MemorySegment;

/**
 * Rows of numbers.
 *
 * @param values float32, row after row
 */
record TableDataset(int size, Shape inputShape, MemorySegment values, Targets targets, String description)
        implements Dataset {

    @Override
    public Target target() {
        return targets.type();
    }

    @Override
    public void copyInput(int index, MemorySegment inputs, long offset) {
        var bytes = values.byteSize() / size;
        MemorySegment.copy(values, index * bytes, inputs, offset, bytes);
    }

    @Override
    public void copyTarget(int index, MemorySegment segment, long offset) {
        targets.copy(index, segment, offset);
    }
}
