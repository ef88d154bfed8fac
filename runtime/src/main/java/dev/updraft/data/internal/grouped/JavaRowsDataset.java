package dev.updraft.data.internal.grouped;

import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.internal.tables.QueryTables;
import java.lang.foreign.MemorySegment;
import java.sql.ResultSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Rows that Java hands over; which of their columns are inputs and which are targets, the model says. */
public final class JavaRowsDataset implements Dataset {
    private final CellSource rows;
    private final Function<DataSpec, Dataset> reader;

    private JavaRowsDataset(CellSource rows, Function<DataSpec, Dataset> reader) {
        this.rows = rows;
        this.reader = reader;
    }

    private static Dataset of(JavaTable rows) {
        return new JavaRowsDataset(rows, dataSpec -> GroupedTable.of(rows, dataSpec));
    }

    /**
     * Records, or maps by the names of columns.
     *
     * @throws DataException if they are neither, or of several types
     */
    public static Dataset of(List<?> rows) {
        return of(JavaRows.of(rows));
    }

    /**
     * Columns, arrays or lists, by their names.
     *
     * @throws DataException if they are neither, or differ in length
     */
    public static Dataset of(Map<String, ?> columns) {
        return of(JavaColumns.of(columns));
    }

    /**
     * What is left of a result of a database, read into memory.
     *
     * @throws DataException if it cannot be read, or has no rows
     */
    public static Dataset of(ResultSet result) {
        var table = QueryTables.of(result);
        var cells = new FileCells(table);
        cells.load(_ -> {});
        if (cells.rows() == 0) {
            throw new DataException("the result set has no rows; at least 1 is needed");
        }
        return new JavaRowsDataset(cells, dataSpec -> GroupedTable.read(table, dataSpec, _ -> {}));
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
        return dataSpec.hasGroups() ? reader.apply(dataSpec) : this;
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
