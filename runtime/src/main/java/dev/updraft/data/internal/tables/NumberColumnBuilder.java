package dev.updraft.data.internal.tables;

import dev.updraft.data.internal.spill.SpilledColumn;
import dev.updraft.data.internal.tables.ColumnRequest.Kind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Gathers numbers in chunks, so that growing copies nothing. */
final class NumberColumnBuilder implements ColumnBuilder {
    private static final int CHUNK = 1 << 14;

    private final String header;
    private final NumberParser parser;
    private final MissingMarks missing;
    private final TableProblems problems;
    private final List<double[]> full = new ArrayList<>();
    private double[] chunk = new double[64];
    private int used;

    NumberColumnBuilder(String header, NumberParser parser, MissingMarks missing, TableProblems problems) {
        this.header = header;
        this.parser = parser;
        this.missing = missing;
        this.problems = problems;
    }

    @Override
    public void add(char[] chars, int from, int to) {
        if (used == chunk.length) {
            grow();
        }
        chunk[used++] = value(chars, from, to);
    }

    private double value(char[] chars, int from, int to) {
        if (from == to) {
            return Double.NaN;
        }
        var value = parser.parse(chars, from, to);
        if (Math.abs(value) <= Double.MAX_VALUE) {
            return value;
        }
        if (!missing.contain(Kind.NUMBER, chars, from, to)) {
            problems.badNumber(header, new String(chars, from, to - from), value);
        }
        return Double.NaN;
    }

    /** The first chunk doubles, so that a table of many columns and few rows stays small. */
    private void grow() {
        if (chunk.length < CHUNK && full.isEmpty()) {
            chunk = Arrays.copyOf(chunk, 4 * chunk.length);
        } else {
            full.add(chunk);
            chunk = new double[CHUNK];
            used = 0;
        }
    }

    @Override
    public int size() {
        return full.size() * CHUNK + used;
    }

    @Override
    public long textBytes() {
        return 0;
    }

    @Override
    public void spillTexts(String table) {
        throw new IllegalStateException("there are no texts");
    }

    @Override
    public int width() {
        return Double.BYTES;
    }

    @Override
    public void write(int from, int to, ByteBuffer bytes) {
        for (var cell = from; cell < to; cell++) {
            var place = cell / CHUNK;
            bytes.putDouble((place < full.size() ? full.get(place) : chunk)[cell % CHUNK]);
        }
    }

    @Override
    public void clear() {
        full.clear();
        used = 0;
    }

    @Override
    public void removeLast() {
        // A cell was added last, so that the chunk is not empty.
        used--;
    }

    @Override
    public Column build() {
        var values = new double[size()];
        for (var i = 0; i < full.size(); i++) {
            System.arraycopy(full.get(i), 0, values, i * CHUNK, CHUNK);
        }
        System.arraycopy(chunk, 0, values, full.size() * CHUNK, used);
        full.clear();
        chunk = new double[1];
        used = 0;
        return new Column.Numbers(values);
    }

    @Override
    public Column build(SpilledColumn cells) {
        return new Column.SpilledNumbers(cells);
    }
}
