package dev.updraft.trees;

import java.util.Arrays;

/** The distinct values of a feature, missing ones left out, until there are more than a limit. */
final class DistinctValues {
    private static final int EMPTY = Float.floatToRawIntBits(Float.NaN);

    private final int limit;
    private final int[] table;
    private final int shift;
    private int count;

    DistinctValues(int limit) {
        this.limit = limit;
        table = new int[Integer.highestOneBit(limit) * 4];
        shift = Integer.numberOfLeadingZeros(table.length) + 1;
        Arrays.fill(table, EMPTY);
    }

    /** Whether there are more values than the limit. */
    boolean tooMany() {
        return count > limit;
    }

    /** Adds a value; not when there are too many. */
    void add(float value) {
        if (Float.isNaN(value)) {
            return;
        }
        // Adding 0 makes the negative zero the positive one, which comparisons do not tell from it.
        var bits = Float.floatToRawIntBits(value + 0f);
        var place = (bits * 0x9E3779B9) >>> shift;
        while (table[place] != bits) {
            if (table[place] == EMPTY) {
                count++;
                if (!tooMany()) {
                    table[place] = bits;
                }
                return;
            }
            place = place + 1 & table.length - 1;
        }
    }

    /** The values, ascending. */
    float[] sorted() {
        var values = new float[count];
        var found = 0;
        for (var bits : table) {
            if (bits != EMPTY) {
                values[found++] = Float.intBitsToFloat(bits);
            }
        }
        Arrays.sort(values);
        return values;
    }
}
