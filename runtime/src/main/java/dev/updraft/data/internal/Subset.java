package dev.updraft.data.internal;

import dev.updraft.data.ColumnValues;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.RowWindows;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Some samples of another data set, in an order of their own; nothing is copied. */
public final class Subset extends ForwardingDataset {
    private final Dataset whole;
    private final int[] indices;
    private final String description;
    /** Of each input. */
    private final List<List<ColumnValues>> columns;

    private final @Nullable RowWindows windows;

    public Subset(Dataset whole, int[] indices, String description) {
        super(whole);
        this.whole = whole;
        this.indices = indices;
        this.description = description;
        columns = IntStream.range(0, whole.inputs().size())
                .mapToObj(input -> whole.columns(input).stream()
                        .map(column -> column.of(indices))
                        .toList())
                .toList();
        var ofWhole = whole.windows();
        windows = ofWhole == null ? null : ofWhole.of(indices);
    }

    /** As {@link Dataset#samples}. */
    public static Subset of(Dataset whole, int[] indices) {
        if (indices.length == 0) {
            throw new DataException("no samples of " + whole.description() + " are chosen; name at least one");
        }
        for (var index : indices) {
            if (index < 0 || index >= whole.size()) {
                throw new DataException(whole.description() + " has no sample " + index + ": they are numbered 0 to "
                        + (whole.size() - 1));
            }
        }
        return new Subset(
                whole,
                indices.clone(),
                whole.description() + " (" + indices.length + " of " + whole.size() + " samples)");
    }

    @Override
    public Dataset as(DataSpec dataSpec) {
        var adapted = whole.as(dataSpec);
        return adapted.equals(whole) ? this : new Subset(adapted, indices, description);
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public int rowNumber(int index) {
        return RowNumbers.of(whole, indices[index]);
    }

    @Override
    public float weight(int index) {
        return whole.weight(indices[index]);
    }

    @Override
    public String sampleName(int index) {
        return whole.sampleName(indices[index]);
    }

    @Override
    public List<ColumnValues> columns(int input) {
        return columns.get(input);
    }

    @Override
    public @Nullable RowWindows windows() {
        return windows;
    }

    @Override
    public void copyInput(int input, int index, MemorySegment inputs, long offset) {
        whole.copyInput(input, indices[index], inputs, offset);
    }

    @Override
    public void copyTarget(int target, int index, MemorySegment targets, long offset) {
        whole.copyTarget(target, indices[index], targets, offset);
    }
}
