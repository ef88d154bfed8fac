package dev.updraft.data.internal.grouped;

import dev.updraft.data.ColumnValues;
import dev.updraft.data.Dataset;
import dev.updraft.data.RowWindows;
import dev.updraft.data.internal.Targets;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Windows of the rows of a table.
 *
 * @param columns of each sample those of its last row
 * @param names names samples
 */
record WindowDataset(
        RowWindows windows,
        Input input,
        List<ColumnValues> columns,
        List<Targets> targetValues,
        String description,
        IntFunction<String> names)
        implements Dataset {

    @Override
    public int size() {
        return windows.size();
    }

    @Override
    public List<Input> inputs() {
        return List.of(input);
    }

    @Override
    public List<Target> targets() {
        return targetValues.stream().map(Targets::type).toList();
    }

    @Override
    public List<ColumnValues> columns(int input) {
        return columns;
    }

    @Override
    public String sampleName(int index) {
        return names.apply(index);
    }

    @Override
    public void copyInput(int input, int index, MemorySegment segment, long offset) {
        throw new IllegalStateException("the rows of `" + this.input.name() + "` are not encoded");
    }

    @Override
    public void copyTarget(int target, int index, MemorySegment segment, long offset) {
        targetValues.get(target).copy(index, segment, offset);
    }
}
