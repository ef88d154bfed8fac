package dev.updraft.data.internal;

import dev.updraft.data.ColumnValues;
import dev.updraft.data.Dataset;
import dev.updraft.data.RowWindows;
import dev.updraft.data.TableHeader;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Another data set, but for what a subclass changes. Whoever changes samples overrides {@link #as}, too. */
public abstract class ForwardingDataset implements Dataset, RowNumbers {
    private final Dataset data;

    protected ForwardingDataset(Dataset data) {
        this.data = data;
    }

    @Override
    public int size() {
        return data.size();
    }

    @Override
    public int rowNumber(int index) {
        return RowNumbers.of(data, index);
    }

    @Override
    public List<Input> inputs() {
        return data.inputs();
    }

    @Override
    public List<Target> targets() {
        return data.targets();
    }

    @Override
    public String description() {
        return data.description();
    }

    @Override
    public String sampleName(int index) {
        return data.sampleName(index);
    }

    @Override
    public boolean isWeighted() {
        return data.isWeighted();
    }

    @Override
    public float weight(int index) {
        return data.weight(index);
    }

    @Override
    public List<ColumnValues> columns(int input) {
        return data.columns(input);
    }

    @Override
    public @Nullable RowWindows windows() {
        return data.windows();
    }

    @Override
    public TableHeader header() {
        return data.header();
    }

    @Override
    public void copyInput(int input, int index, MemorySegment inputs, long offset) {
        data.copyInput(input, index, inputs, offset);
    }

    @Override
    public void copyTarget(int target, int index, MemorySegment targets, long offset) {
        data.copyTarget(target, index, targets, offset);
    }
}
