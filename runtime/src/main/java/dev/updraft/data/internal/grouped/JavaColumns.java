package dev.updraft.data.internal.grouped;

import static java.util.Objects.requireNonNull;

import dev.updraft.data.DataException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Columns as Java has them: arrays and lists.
 *
 * @param columns by their names, all of the same length
 */
record JavaColumns(Map<String, Values> columns, int rows) implements JavaTable {

    /** The cells of a column. */
    interface Values {
        @Nullable
        Object get(int row);
    }

    /** @throws DataException if there are none, they are neither arrays nor lists, or they differ in length */
    static JavaColumns of(Map<String, ?> columns) {
        if (columns.isEmpty()) {
            throw new DataException("there are no columns; at least 1 is needed");
        }
        var values = new LinkedHashMap<String, Values>();
        var first = columns.entrySet().iterator().next();
        var rows = length(first.getKey(), first.getValue());
        columns.forEach((name, cells) -> {
            var length = length(name, cells);
            if (length != rows) {
                throw new DataException("column " + name + " has " + length + " cells, but column " + first.getKey()
                        + " has " + rows + "; all columns need as many");
            }
            values.put(name, cells instanceof List<?> list ? row -> list.get(row) : row -> Array.get(cells, row));
        });
        if (rows == 0) {
            throw new DataException("there are no rows; at least 1 is needed");
        }
        return new JavaColumns(values, rows);
    }

    private static int length(String name, @Nullable Object cells) {
        if (cells instanceof List<?> list) {
            return list.size();
        }
        if (cells != null && cells.getClass().isArray()) {
            return Array.getLength(cells);
        }
        throw new DataException("column " + name + " is "
                + (cells == null ? "null" : "a " + cells.getClass().getName())
                + ", where an array or a list of its cells is expected");
    }

    @Override
    public List<String> header() {
        return new ArrayList<>(columns.keySet());
    }

    @Override
    public @Nullable Object cell(int row, String column) {
        return requireNonNull(columns.get(column), column).get(row);
    }
}
