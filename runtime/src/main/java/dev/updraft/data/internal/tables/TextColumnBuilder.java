package dev.updraft.data.internal.tables;

import dev.updraft.data.internal.spill.SpillFile;
import dev.updraft.data.internal.spill.SpilledColumn;
import dev.updraft.data.internal.spill.SpilledTexts;
import dev.updraft.data.internal.tables.ColumnRequest.Kind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers texts as codes of a dictionary, and those that are too many for memory as codes of their own. */
final class TextColumnBuilder implements ColumnBuilder {
    private static final int MISSING = -1;
    private static final int MOST_KEPT = 1 << 17;

    /** Of a text, its places in lists and tables included. */
    private static final int TEXT_BYTES = 72;

    private final Kind kind;
    private final MissingMarks missing;
    private TextDictionary dictionary = new TextDictionary();

    /** By number in the dictionary, which holds marks for missing values, too. */
    private int[] codeByNumber = new int[16];

    private final List<String> values = new ArrayList<>();
    private int[] codes = new int[64];
    private int size;
    private long textBytes;
    private @Nullable SpilledTexts spilled;

    TextColumnBuilder(Kind kind, MissingMarks missing) {
        this.kind = kind;
        this.missing = missing;
    }

    @Override
    public void add(char[] chars, int from, int to) {
        if (size == codes.length) {
            codes = Arrays.copyOf(codes, size + (size >> 1));
        }
        codes[size++] = from == to ? MISSING : code(chars, from, to);
    }

    private int code(char[] chars, int from, int to) {
        if (spilled != null) {
            if (missing.contain(kind, chars, from, to)) {
                return MISSING;
            }
            spilled.add(new String(chars, from, to - from));
            return spilled.size() - 1;
        }
        var number = dictionary.add(chars, from, to);
        if (number >= 0) {
            return codeByNumber[number];
        }
        number = -1 - number;
        if (number == codeByNumber.length) {
            codeByNumber = Arrays.copyOf(codeByNumber, 2 * number);
        }
        var code = MISSING;
        if (!missing.contain(kind, chars, from, to)) {
            code = values.size();
            values.add(dictionary.values().get(number));
            textBytes += TEXT_BYTES + (long) Character.BYTES * (to - from);
        }
        codeByNumber[number] = code;
        return code;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public long textBytes() {
        return textBytes;
    }

    @Override
    public void spillTexts(String table) {
        var texts = new SpilledTexts(SpillFile.create(table));
        texts.addAll(values);
        spilled = texts;
        textBytes = 0;
        values.clear();
        dictionary = new TextDictionary();
        codeByNumber = new int[16];
    }

    @Override
    public int width() {
        return Integer.BYTES;
    }

    @Override
    public void write(int from, int to, ByteBuffer bytes) {
        for (var cell = from; cell < to; cell++) {
            bytes.putInt(codes[cell]);
        }
    }

    @Override
    public void clear() {
        codes = codes.length > MOST_KEPT ? new int[64] : codes;
        size = 0;
    }

    @Override
    public void removeLast() {
        size--;
    }

    @Override
    public Column build() {
        return new Column.Texts(Arrays.copyOf(codes, size), List.copyOf(values));
    }

    @Override
    public Column build(SpilledColumn cells) {
        if (spilled != null) {
            spilled.finish();
            return new Column.SpilledTexts(cells, spilled);
        }
        return new Column.SpilledTexts(cells, List.copyOf(values));
    }
}
