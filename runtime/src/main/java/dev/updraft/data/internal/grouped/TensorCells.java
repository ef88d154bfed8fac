package dev.updraft.data.internal.grouped;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import dev.updraft.data.ColumnValues;
import dev.updraft.data.DataException;
import dev.updraft.data.internal.TableRows;
import java.util.ArrayList;
import java.util.List;

/** The numbers of an input that is a tensor, each in a column of its own. */
final class TensorCells {
    private static final int MOST_SHOWN = 10;

    private TensorCells() {}

    /**
     * The rows as the network takes them.
     *
     * @param names of the columns
     * @param columns in the order of the numbers
     * @param rows that are looked at; all must be there
     * @throws DataException if a cell is missing or is none of float32
     */
    static TableRows of(CellSource cells, List<String> names, List<ColumnValues.Numbers> columns, RowSelection rows) {
        requireThere(cells, names, columns, rows);
        var numbers = columns.toArray(ColumnValues.Numbers[]::new);
        return (row, into, offset) -> {
            for (var i = 0; i < numbers.length; i++) {
                into.set(JAVA_FLOAT_UNALIGNED, offset + (long) i * Float.BYTES, (float) numbers[i].at(row));
            }
        };
    }

    /** Row by row, as tables lie on disk in groups of rows. */
    private static void requireThere(
            CellSource cells, List<String> names, List<ColumnValues.Numbers> columns, RowSelection rows) {
        var shown = new ArrayList<String>();
        var bad = 0L;
        for (var i = 0; i < rows.size(); i++) {
            for (var column = 0; column < names.size(); column++) {
                var value = columns.get(column).at(rows.at(i));
                if (Float.isFinite((float) value)) {
                    continue;
                }
                bad++;
                if (shown.size() < MOST_SHOWN) {
                    shown.add(cells.place(rows.at(i)) + ": column " + names.get(column) + ": "
                            + (Double.isNaN(value) ? "is missing" : value + " is too large for float32 (±3.4e38)"));
                }
            }
        }
        if (bad > 0) {
            throw new DataException(String.join("\n  ", shown)
                    + (bad > shown.size() ? "\n  and " + (bad - shown.size()) + " more" : "")
                    + "\n  an input that is a tensor needs a number in each of its columns: correct the cells, remove the"
                    + " rows, or declare the columns in a group, as in " + "a, b: number(optional: true)");
        }
    }
}
