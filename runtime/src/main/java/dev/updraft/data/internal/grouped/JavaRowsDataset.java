package dev.updraft.data.internal.grouped;

import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Rows of Java objects; which of their columns are inputs and which are targets, the model says. */
public final class JavaRowsDataset implements Dataset {
    private final JavaRows rows;

    private JavaRowsDataset(JavaRows rows) {
        this.rows = rows;
    }

    /**
     * Records, or maps by the names of columns.
     *
     * @throws DataException if they are neither, or of several types
     */
    public static Dataset of(List<?> rows) {
        return new JavaRowsDataset(JavaRows.of(rows));
    }

    @Override
    public int size() {
        return rows.rows();
    }

    @Override
    public List<Input> inputs() {
        return List.of(new Input("", Shape.of(rows.header().size())));
    }

    @Override
    public List<Target> targets() {
        return List.of();
    }

    @Override
    public String description() {
        return rows.name();
    }

    @Override
    public Dataset as(DataSpec dataSpec) {
        return dataSpec.hasGroups() ? GroupedTable.of(rows, dataSpec) : this;
    }

    @Override
    public void copyInput(int input, int index, MemorySegment inputs, long offset) {
        throw new DataException(
                "records and maps are for models whose input is a group of columns, as in input customer {"
                        + " tenure: number }");
    }

    @Override
    public void copyTarget(int target, int index, MemorySegment targets, long offset) {
        throw new IllegalStateException("no model has said what the targets are");
    }
}
