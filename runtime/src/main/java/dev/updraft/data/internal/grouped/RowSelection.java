package dev.updraft.data.internal.grouped;

import dev.updraft.data.ColumnValues;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Some rows of a table, in their order. */
final class RowSelection {
    private final int size;
    /** Null for all, which then take no memory. */
    private final int @Nullable [] rows;

    private RowSelection(int size, int @Nullable [] rows) {
        this.size = size;
        this.rows = rows;
    }

    /** Those of the first rows that are wanted. */
    static RowSelection of(int all, IntPredicate isWanted) {
        var size = 0;
        for (var row = 0; row < all; row++) {
            size += isWanted.test(row) ? 1 : 0;
        }
        if (size == all) {
            return new RowSelection(size, null);
        }
        var rows = new int[size];
        for (int row = 0, next = 0; next < size; row++) {
            if (isWanted.test(row)) {
                rows[next++] = row;
            }
        }
        return new RowSelection(size, rows);
    }

    /** These, which may repeat. */
    static RowSelection of(int... rows) {
        return new RowSelection(rows.length, rows);
    }

    int size() {
        return size;
    }

    /** The number of a selected row among all. */
    int at(int index) {
        return rows == null ? index : rows[index];
    }

    /** The cells of these rows. */
    ColumnValues of(ColumnValues all) {
        return rows == null ? all : all.of(rows);
    }
}
