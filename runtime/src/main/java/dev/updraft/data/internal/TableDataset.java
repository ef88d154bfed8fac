package dev.updraft.data.internal;

import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.SimpleDataset;
import dev.updraft.data.TableHeader;
import java.lang.foreign.MemorySegment;

/**
 * Rows of numbers.
 *
 * @param values float32, row after row
 * @param header the columns that they come from
 */
public record TableDataset(
        int size, Shape inputShape, MemorySegment values, Targets targetValues, TableHeader header, String description)
        implements SimpleDataset {

    @Override
    public Target target() {
        return targetValues.type();
    }

    @Override
    public void copyInput(int index, MemorySegment inputs, long offset) {
        var bytes = values.byteSize() / size;
        MemorySegment.copy(values, index * bytes, inputs, offset, bytes);
    }

    @Override
    public void copyTarget(int index, MemorySegment segment, long offset) {
        targetValues.copy(index, segment, offset);
    }
}
