package dev.updraft.data.internal;

import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.SimpleDataset;
import dev.updraft.data.TableHeader;
import java.lang.foreign.MemorySegment;

/**
 * Rows of numbers.
 *
 * @param rows each as many numbers as the input's shape has
 * @param header the columns that they come from
 */
public record TableDataset(
        int size, Shape inputShape, TableRows rows, Targets targetValues, TableHeader header, String description)
        implements SimpleDataset {

    @Override
    public Target target() {
        return targetValues.type();
    }

    @Override
    public void copyInput(int index, MemorySegment inputs, long offset) {
        rows.copy(index, inputs, offset);
    }

    @Override
    public void copyTarget(int index, MemorySegment segment, long offset) {
        targetValues.copy(index, segment, offset);
    }
}
