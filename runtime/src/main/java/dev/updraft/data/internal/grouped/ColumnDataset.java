package dev.updraft.data.internal.grouped;

import dev.updraft.data.ColumnValues;
import dev.updraft.data.Dataset;
import dev.updraft.data.internal.RowNumbers;
import dev.updraft.data.internal.Targets;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Rows of a table by column.
 *
 * @param rows those of the table that are samples
 * @param inputs groups of columns
 * @param columns of each input those of its group
 * @param names names rows of the table
 */
record ColumnDataset(
        RowSelection rows,
        List<Dataset.Input> inputs,
        List<List<ColumnValues>> columns,
        List<Targets> targetValues,
        String description,
        IntFunction<String> names)
        implements Dataset, RowNumbers {

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public int rowNumber(int index) {
        return rows.at(index);
    }

    @Override
    public List<Target> targets() {
        return targetValues.stream().map(Targets::type).toList();
    }

    @Override
    public List<ColumnValues> columns(int input) {
        return columns.get(input);
    }

    @Override
    public String sampleName(int index) {
        return names.apply(rows.at(index));
    }

    @Override
    public void copyInput(int input, int index, MemorySegment segment, long offset) {
        throw new IllegalStateException("the columns of `" + inputs.get(input).name() + "` are not encoded");
    }

    @Override
    public void copyTarget(int target, int index, MemorySegment segment, long offset) {
        targetValues.get(target).copy(index, segment, offset);
    }
}
