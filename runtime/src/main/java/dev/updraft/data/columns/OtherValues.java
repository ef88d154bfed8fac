package dev.updraft.data.columns;

import static java.util.stream.Collectors.joining;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/** What of a column is none of its category's values. */
final class OtherValues {
    /** How many of them are shown. */
    private static final int SHOWN = 5;

    private final List<String> texts;
    private final SequencedSet<String> values = new LinkedHashSet<>();
    private int first = -1;
    private int rows;

    /** @param texts of the column, by their codes */
    OtherValues(List<String> texts) {
        this.texts = texts;
    }

    void add(int row, int code) {
        first = rows == 0 ? row : first;
        rows++;
        if (values.size() <= SHOWN) {
            values.add(texts.get(code));
        }
    }

    /** Whether there is only one value. */
    boolean isOne() {
        return values.size() == 1;
    }

    /** The values in the order in which they occur first. */
    String shown() {
        return values.stream().limit(SHOWN).map(value -> "'" + value + "'").collect(joining(", "))
                + (values.size() > SHOWN ? ", …" : "");
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
