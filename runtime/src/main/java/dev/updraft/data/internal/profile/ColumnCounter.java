package dev.updraft.data.internal.profile;

import dev.updraft.data.internal.tables.ColumnRequest.Kind;
import dev.updraft.data.internal.tables.RowVisitor.Row;

/** Looks at the cells of a column. */
final class ColumnCounter {
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private final int place;
    private final String header;
    private final ValueCounts values;
    private final NumberStatistics.Accumulator numbers = new NumberStatistics.Accumulator();
    private long rows;
    private long missing;

    /** Cells that stand for a missing number but may be a text: a dash. */
    private long dashes;

    private String dash = "";
    private long notNumbers;
    private String notNumber = "";
    private int longest;
    private long words;
    private boolean sequence = true;
    private long start;
    private long fingerprint;

    /** @param limit how many different values are counted */
    ColumnCounter(int place, String header, int limit) {
        this.place = place;
        this.header = header;
        values = new ValueCounts(limit);
    }

    void add(Row row) {
        var position = rows++;
        if (row.isMissing(place, Kind.TEXT)) {
            missing++;
            sequence = false;
            mix(0);
            return;
        }
        var text = row.text(place);
        if (row.isMissing(place, Kind.NUMBER)) {
            dashes++;
            dash = text;
            sequence = false;
            mix(text.hashCode());
            return;
        }
        var number = row.number(place);
        if (Double.isNaN(number)) {
            if (notNumbers++ == 0) {
                notNumber = text;
            }
            sequence = false;
            mix(hash(text));
        } else {
            numbers.add(number);
            sequence &= number == position + first(number, position);
            mix(Double.doubleToLongBits(number + 0.0));
        }
        values.add(text);
        longest = Math.max(longest, text.length());
        words += words(text);
    }

    /** What the rows are counted from. */
    private long first(double number, long position) {
        if (position == 0) {
            start = number == 1 ? 1 : 0;
        }
        return start;
    }

    private void mix(long cell) {
        fingerprint = (Long.rotateLeft(fingerprint, 5) ^ (cell * FACTOR)) * FACTOR + rows;
    }

    /** Of all 64 bits, so that columns are not taken for equal by chance. */
    private static long hash(String text) {
        var hash = text.length() * FACTOR;
        for (var i = 0; i < text.length(); i++) {
            hash = (Long.rotateLeft(hash, 7) ^ text.charAt(i)) * FACTOR;
        }
        return hash;
    }

    private static int words(String text) {
        var count = 0;
        var inside = false;
        for (var i = 0; i < text.length(); i++) {
            var letter = !Character.isWhitespace(text.charAt(i));
            count += letter && !inside ? 1 : 0;
            inside = letter;
        }
        return count;
    }

    /** Equal for columns with the same values in every row, and for no others but by chance. */
    long fingerprint() {
        return fingerprint;
    }

    ColumnProfile profile() {
        var numeric = notNumbers == 0 && numbers.count() > 0;
        if (!numeric && dashes > 0) {
            values.add(dash, dashes);
        }
        var present = rows - missing - (numeric ? dashes : 0);
        return new ColumnProfile(
                place,
                header,
                rows,
                rows - present,
                values,
                numeric ? numbers.statistics() : null,
                notNumbers,
                notNumber,
                longest,
                present == 0 ? 0 : (double) words / present,
                sequence && rows > 1);
    }
}
