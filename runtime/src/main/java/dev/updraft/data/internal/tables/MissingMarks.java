package dev.updraft.data.internal.tables;

import dev.updraft.data.internal.tables.ColumnRequest.Kind;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The texts that stand for a missing value. An empty cell is always missing. */
public final class MissingMarks {
    /** May be a text's value: Namibia, a class without damage, a name, a grade. */
    private static final Set<String> WORDS = Set.of("NA", "null", "NULL", "Null", "None", "-");

    private static final List<String> OF_TEXTS = List.of("N/A", "n/a", "#N/A", "NaN", "nan", "<NA>", "?");
    private static final List<String> OF_NUMBERS =
            Stream.concat(OF_TEXTS.stream(), WORDS.stream()).toList();

    private final char[][] ofNumbers;
    private final char[][] ofTexts;

    private MissingMarks(List<String> ofNumbers, List<String> ofTexts) {
        this.ofNumbers = chars(ofNumbers);
        this.ofTexts = chars(ofTexts);
    }

    /** The given marks, or the usual ones for null. */
    static MissingMarks of(@Nullable List<String> marks) {
        return marks == null ? new MissingMarks(OF_NUMBERS, OF_TEXTS) : new MissingMarks(marks, marks);
    }

    /** Whether a text stands for a missing value where numbers are expected, and may be a value elsewhere. */
    public static boolean isWord(String text) {
        return WORDS.contains(text);
    }

    /** Whether the cell, which has no blanks around it, is missing. */
    boolean contain(Kind kind, char[] chars, int from, int to) {
        if (from == to) {
            return true;
        }
        for (var mark : kind == Kind.TEXT ? ofTexts : ofNumbers) {
            if (mark.length == to - from && matches(mark, chars, from)) {
                return true;
            }
        }
        return false;
    }

    boolean contain(Kind kind, String text) {
        return contain(kind, text.toCharArray(), 0, text.length());
    }

    private static boolean matches(char[] mark, char[] chars, int from) {
        for (var i = 0; i < mark.length; i++) {
            if (mark[i] != chars[from + i]) {
                return false;
            }
        }
        return true;
    }

    private static char[][] chars(List<String> marks) {
        return marks.stream().map(mark -> Blank.strip(mark).toCharArray()).toArray(char[][]::new);
    }
}
