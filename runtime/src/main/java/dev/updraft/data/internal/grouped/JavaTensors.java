package dev.updraft.data.internal.grouped;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.internal.TableRows;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The numbers of an input that is a tensor, each row an array of Java, which may hold arrays, or lists. */
final class JavaTensors {
    private JavaTensors() {}

    /** Whether a cell holds numbers, and is not one. */
    static boolean isArray(@Nullable Object cell) {
        return cell instanceof List<?> || (cell != null && cell.getClass().isArray());
    }

    /**
     * Copies the arrays.
     *
     * @throws DataException if one is missing, has more or fewer numbers than the input, or one that is not finite
     */
    static TableRows of(JavaTable table, String column, DataSpec.Input tensor) {
        var width = Math.toIntExact(tensor.shape().elementsPerSample());
        var bytes = (long) width * Float.BYTES;
        var rows = Arena.ofAuto().allocate(table.rows() * bytes, Float.BYTES);
        var shown = new ArrayList<String>();
        var bad = 0;
        var values = new float[width];
        for (var row = 0; row < table.rows(); row++) {
            try {
                var count = fill(table.cell(row, column), values, 0);
                if (count != width) {
                    throw new IllegalArgumentException("has " + count + " numbers");
                }
                MemorySegment.copy(values, 0, rows, JAVA_FLOAT, row * bytes, width);
            } catch (IllegalArgumentException e) {
                bad++;
                if (shown.size() < JavaTable.MOST_SHOWN) {
                    shown.add(table.place(row) + ": " + column + " " + e.getMessage() + ", but input `" + tensor.name()
                            + "` is float" + tensor.shape());
                }
            }
        }
        if (bad > 0) {
            throw new DataException(String.join("\n  ", shown)
                    + (bad > shown.size() ? "\n  and " + (bad - shown.size()) + " more" : ""));
        }
        return (row, into, offset) -> MemorySegment.copy(rows, row * bytes, into, offset, bytes);
    }

    /** Writes numbers as far as there is room; gives where the next would go. */
    private static int fill(@Nullable Object value, float[] into, int from) {
        return switch (value) {
            // A byte may be meant with a sign or without.
            case Number number
            when !(number instanceof Byte) -> {
                var single = number.floatValue();
                if (!Float.isFinite(single)) {
                    throw new IllegalArgumentException("has " + number + ", which is no finite float32");
                }
                if (from < into.length) {
                    into[from] = single;
                }
                yield from + 1;
            }
            case List<?> list -> {
                var next = from;
                for (var element : list) {
                    next = fill(element, into, next);
                }
                yield next;
            }
            case null -> throw new IllegalArgumentException(from == 0 ? "is null" : "has null among its numbers");
            default -> {
                if (!value.getClass().isArray()) {
                    throw new IllegalArgumentException("has '" + value + "' ("
                            + value.getClass().getSimpleName() + "), where a number is expected");
                }
                var next = from;
                for (var i = 0; i < Array.getLength(value); i++) {
                    next = fill(Array.get(value, i), into, next);
                }
                yield next;
            }
        };
    }
}
