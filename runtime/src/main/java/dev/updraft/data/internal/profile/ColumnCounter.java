package dev.updraft.data.internal.profile;

import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.data.internal.tables.ColumnRequest.Kind;
import dev.updraft.data.internal.tables.RowVisitor.Row;
import java.util.LinkedHashMap;
import java.util.Map;

/** Looks at the cells of a column. */
final class ColumnCounter {
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private final int place;
    private final String header;
    private final ValueCounts values;
    /** Of a column that has no texts. */
    private final NumberCounts unwritten;

    private final NumberStatistics.Accumulator numbers = new NumberStatistics.Accumulator();
    private long rows;
    private long missing;

    /** Cells that stand for a missing number but may be a text: a dash, None. */
    private final Map<String, Long> words = new LinkedHashMap<>();

    private long notNumbers;
    private String notNumber = "";
    private int longest;
    private long wordCount;
    private boolean sequence = true;
    private long start;
    private long fingerprint;

    /** @param limit how many different values are counted */
    ColumnCounter(int place, String header, int limit) {
        this.place = place;
        this.header = header;
        values = new ValueCounts(limit);
        unwritten = new NumberCounts(limit);
    }

    void add(Row row) {
        if (!row.isWritten(place)) {
            add(row.number(place));
            return;
        }
        var position = rows++;
        if (row.isMissing(place, Kind.TEXT)) {
            missing++;
            sequence = false;
            mix(0);
            return;
        }
        var text = row.text(place);
        if (row.isMissing(place, Kind.NUMBER)) {
            words.merge(text, 1L, Long::sum);
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
            addNumber(number, position);
        }
        values.add(text);
        longest = Math.max(longest, text.length());
        wordCount += words(text);
    }

    /** NaN for a missing one. */
    private void add(double number) {
        var position = rows++;
        if (Double.isNaN(number)) {
            missing++;
            sequence = false;
            mix(0);
        } else {
            addNumber(number, position);
            unwritten.add(number);
            wordCount++;
        }
    }

    private void addNumber(double number, long position) {
        numbers.add(number);
        sequence &= number == position + first(number, position);
        mix(Double.doubleToLongBits(number + 0.0));
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

    /** Words that stand for a missing number are values, unless the others are numbers, truth values or dates. */
    ColumnProfile profile() {
        longest = Math.max(longest, unwritten.addTo(values));
        var gaps = words.values().stream().mapToLong(Long::longValue).sum();
        var asMissing = profile(rows - missing - gaps, values);
        if (gaps == 0
                || asMissing.numbers() != null
                || asMissing.present() == 0
                || KindGuesser.of(asMissing).kind() instanceof ColumnKind.Measured) {
            return asMissing;
        }
        words.forEach(values::add);
        return profile(rows - missing, values);
    }

    private ColumnProfile profile(long present, ValueCounts counted) {
        return new ColumnProfile(
                place,
                header,
                rows,
                rows - present,
                counted,
                notNumbers == 0 && numbers.count() > 0 ? numbers.statistics() : null,
                notNumbers,
                notNumber,
                longest,
                present == 0 ? 0 : (double) wordCount / present,
                sequence && rows > 1);
    }
}
