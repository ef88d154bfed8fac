package dev.updraft.data.internal.tables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows of cells that come one by one, held by column; numbers of one type are held as such, not as objects. */
final class ObjectColumns implements ObjectRows.Cells {
    private final List<Cells> columns;
    private int rows;

    /** @param width cells of a row */
    ObjectColumns(int width) {
        columns = Stream.generate(Cells::new).limit(width).toList();
    }

    void add(@Nullable Object[] row) {
        for (var column = 0; column < row.length; column++) {
            columns.get(column).add(row[column]);
        }
        rows++;
    }

    @Override
    public void each(Consumer<@Nullable Object[]> each) {
        var cells = new @Nullable Object[columns.size()];
        for (var row = 0; row < rows; row++) {
            for (var column = 0; column < cells.length; column++) {
                cells[column] = columns.get(column).get(row);
            }
            each.accept(cells);
        }
    }

    /** The cells of a column. */
    private static final class Cells {
        private @Nullable NumberType type;
        private long[] numbers = new long[16];
        private final BitSet missing = new BitSet();
        /** Once there is one that is no number, or of another type than the first; null until then. */
        private @Nullable List<@Nullable Object> objects;

        private int size;

        void add(@Nullable Object cell) {
            if (objects == null && cell != null) {
                var its = NumberType.of(cell);
                if (its == null || (type != null && !type.key().equals(its.key()))) {
                    hold();
                } else if (type == null) {
                    type = its;
                }
            }
            if (objects != null) {
                objects.add(cell);
            } else {
                if (size == numbers.length) {
                    numbers = Arrays.copyOf(numbers, size + (size >> 1));
                }
                if (cell == null || type == null) {
                    missing.set(size);
                } else {
                    numbers[size] = type.bits().applyAsLong(cell);
                }
            }
            size++;
        }

        private void hold() {
            var all = new ArrayList<@Nullable Object>();
            for (var row = 0; row < size; row++) {
                all.add(get(row));
            }
            objects = all;
            numbers = new long[0];
            missing.clear();
        }

        @Nullable
        Object get(int row) {
            if (objects != null) {
                return objects.get(row);
            }
            return type == null || missing.get(row) ? null : type.number().apply(numbers[row]);
        }
    }
}
