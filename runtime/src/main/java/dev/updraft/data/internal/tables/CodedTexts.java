package dev.updraft.data.internal.tables;

import dev.updraft.data.ColumnValues;
import java.util.ArrayList;
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

    /** The same with some texts as missing. */
    public static ColumnValues.Texts without(ColumnValues.Texts all, Predicate<String> isMissing) {
        var texts = all.texts();
        if (texts.stream().noneMatch(isMissing)) {
            return all;
        }
        var kept = new ArrayList<String>();
        var places = new int[texts.size()];
        for (var code = 0; code < places.length; code++) {
            var text = texts.get(code);
            places[code] = isMissing.test(text) ? MISSING : kept.size();
            if (places[code] != MISSING) {
                kept.add(text);
            }
        }
        return of(
                row -> {
                    var code = all.code(row);
                    return code < 0 ? code : places[code];
                },
                List.copyOf(kept));
    }
}
