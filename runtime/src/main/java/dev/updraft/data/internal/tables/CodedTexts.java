package dev.updraft.data.internal.tables;

import dev.updraft.data.ColumnValues;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;

/** Texts of a column by their codes. */
public final class CodedTexts {
    private static final int MISSING = -1;

    private CodedTexts() {}

    /**
     * Of codes that are there.
     *
     * @param codes of each row the place of its text; -1 where it is missing
     * @param texts the different ones
     */
    public static ColumnValues.Texts of(IntUnaryOperator codes, List<String> texts) {
        return new ColumnValues.Texts() {
            @Override
            public int code(int row) {
                return codes.applyAsInt(row);
            }

            @Override
            public List<String> texts() {
                return texts;
            }
        };
    }

    /** The same with some texts as missing. The texts stay where they are, since they may be too many for memory. */
    public static ColumnValues.Texts without(ColumnValues.Texts all, Predicate<String> isMissing) {
        var texts = all.texts();
        if (texts.stream().noneMatch(isMissing)) {
            return all;
        }
        var places = new int[texts.size()];
        var kept = new int[places.length];
        var count = 0;
        for (var code = 0; code < places.length; code++) {
            if (isMissing.test(texts.get(code))) {
                places[code] = MISSING;
            } else {
                kept[count] = code;
                places[code] = count++;
            }
        }
        return of(
                row -> {
                    var code = all.code(row);
                    return code < 0 ? code : places[code];
                },
                some(texts, Arrays.copyOf(kept, count)));
    }

    private static List<String> some(List<String> texts, int[] places) {
        return new AbstractList<>() {
            @Override
            public String get(int index) {
                return texts.get(places[index]);
            }

            @Override
            public int size() {
                return places.length;
            }
        };
    }
}
