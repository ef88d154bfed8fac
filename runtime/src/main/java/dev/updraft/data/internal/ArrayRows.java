package dev.updraft.data.internal;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.data.DataException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Checks and copies an application's arrays. */
public final class ArrayRows {
    private ArrayRows() {}

    /** What messages call an application's arrays. */
    public static final String SOURCE = "data from arrays";

    public static DataException wrong(String problem) {
        return wrong(SOURCE, problem);
    }

    static DataException wrong(String source, String problem) {
        return new DataException(source + ": " + problem);
    }

    /** Rows of the same length; gives it. */
    public static int requireRows(float[][] rows, String what) {
        for (var i = 0; i < rows.length; i++) {
            if (rows[i] == null) {
                throw wrong(what + "[" + i + "] is null, where an array of numbers is expected");
            }
            requireWidth(rows[i].length, rows[0].length, what, i);
        }
        return rows[0].length;
    }

    /** As the other, of class numbers. */
    public static int requireRows(int[][] rows, String what) {
        for (var i = 0; i < rows.length; i++) {
            if (rows[i] == null) {
                throw wrong(what + "[" + i + "] is null, where an array of class numbers is expected");
            }
            requireWidth(rows[i].length, rows[0].length, what, i);
        }
        return rows[0].length;
    }

    private static void requireWidth(int width, int first, String what, int row) {
        if (width == 0) {
            throw wrong(what + "[" + row + "] is empty, where at least 1 number is expected");
        }
        if (width != first) {
            throw wrong("%s[%s] has %s numbers, but %s[0] has %s; expected the same number in each"
                    .formatted(what, row, width, what, first));
        }
    }

    /** The rows one behind the other, as float32. */
    public static MemorySegment joined(float[][] rows, String what) {
        var width = rows[0].length;
        var joined = Arena.ofAuto().allocate((long) rows.length * width * Float.BYTES, Float.BYTES);
        for (var i = 0; i < rows.length; i++) {
            for (var j = 0; j < width; j++) {
                if (!Float.isFinite(rows[i][j])) {
                    throw wrong(
                            "%s[%s][%s] is %s, where a finite number is expected".formatted(what, i, j, rows[i][j]));
                }
            }
            MemorySegment.copy(rows[i], 0, joined, JAVA_FLOAT, (long) i * width * Float.BYTES, width);
        }
        return joined;
    }
}
