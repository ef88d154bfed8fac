package dev.updraft.data.columns;

import java.util.LinkedHashSet;
import java.util.SequencedSet;

/** What of a column is none of its category's values. */
final class OtherValues {
    private final SequencedSet<Integer> codes = new LinkedHashSet<>();
    private int first = -1;
    private int rows;

    void add(int row, int code) {
        first = rows == 0 ? row : first;
        rows++;
        codes.add(code);
    }

    /** The codes of the values, in the order in which they occur first. */
    SequencedSet<Integer> codes() {
        return codes;
    }

    /** The first row with one. */
    int first() {
        return first;
    }

    /** How many rows have one. */
    int rows() {
        return rows;
    }
}
