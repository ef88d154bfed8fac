package dev.updraft.data.internal.grouped;

import dev.updraft.data.ColumnValues;
import dev.updraft.data.Dataset;
import dev.updraft.data.TableHeader;
import dev.updraft.data.internal.RowNumbers;
import dev.updraft.data.internal.TableRows;
import dev.updraft.data.internal.Targets;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a table by column.
 *
 * @param rows those of the table that are samples
 * @param columns of each input those of its group; none of a tensor
 * @param tensors of each input its numbers by the rows of the table; null of a group
 * @param header the columns of the tensors
 * @param names names rows of the table
 */
record ColumnDataset(
        RowSelection rows,
        List<Dataset.Input> inputs,
        List<List<ColumnValues>> columns,
        List<@Nullable TableRows> tensors,
        TableHeader header,
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
        var tensor = tensors.get(input);
        if (tensor == null) {
            throw new IllegalStateException(
                    "the columns of `" + inputs.get(input).name() + "` are not encoded");
        }
        tensor.copy(rows.at(index), segment, offset);
    }

    @Override
    public void copyTarget(int target, int index, MemorySegment segment, long offset) {
        targetValues.get(target).copy(index, segment, offset);
    }
}
