package dev.updraft.data.internal.grouped;

import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.data.ColumnValues;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.internal.TableRows;
import dev.updraft.data.internal.tables.ColumnRequest.Kind;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A table whose columns are asked for by name: first all that are wanted, then their cells. */
sealed interface CellSource permits FileCells, JavaTable {

    /** Of a column of numbers, in which one may be missing. */
    ColumnKind.Numeric NUMBER = new ColumnKind.Numeric(true);

    /** For messages. */
    String name();

    /** Names of all columns. */
    List<String> header();

    /** Names of the columns that an input of the model may take: those of a record within a row without its name. */
    default List<String> header(String input) {
        return header();
    }

    /** The full name of a column of {@link #header(String)}. */
    default String path(String input, String column) {
        return column;
    }

    /** The column that has the numbers of a tensor in arrays, if there is one. */
    default Optional<String> arrays(String input) {
        return Optional.empty();
    }

    /** Says before {@link #load} that a column is wanted. */
    void want(String column, Kind kind);

    /** Reads what is wanted. */
    void load(Consumer<String> notices);

    int rows();

    /**
     * The numbers of an input that is a tensor.
     *
     * @param columns of one number each, or the one of arrays
     * @param rows that are looked at
     * @throws DataException if a number is missing or is none of float32
     */
    default TableRows tensor(DataSpec.Input input, List<String> columns, RowSelection rows) {
        return TensorCells.of(
                this,
                columns,
                columns.stream().map(column -> numbers(column, NUMBER)).toList(),
                rows);
    }

    /** Names a row: {@code customers.csv:17}. */
    String place(int row);

    /** Numbers of a wanted column; NaN where a cell is missing. */
    ColumnValues.Numbers numbers(String column, ColumnKind.Measured kind);

    /**
     * Texts of a wanted column.
     *
     * @param known all values that there are, if they are known: a word that may stand for a missing value and is none of them
     *     does; empty if not
     */
    ColumnValues.Texts texts(String column, List<String> known);
}
