package dev.updraft.data.internal.tables;

import dev.updraft.data.internal.tables.ColumnRequest.Kind;
import java.util.regex.Pattern;

/** What a cell looks like, whatever the marks of decimals and thousands are. */
enum CellKind {
    EMPTY,
    NUMBER,
    DATE,
    TEXT;

    private static final int MAX_LENGTH = 40;

    // Possessive, so that a match takes linear time.
    private static final Pattern NUMBER_PATTERN = Pattern.compile("[(+\\-\u2212]?+\\s*+["
            + NumberParser.CURRENCIES + "]?+\\s*+[+\\-]?+(?:\\d[\\d.," + NumberParser.GROUP_MARKS
            + "]*+|[.,]\\d++)(?:[eE][+\\-]?+\\d++)?+\\s*+[%" + NumberParser.CURRENCIES + "]?+\\)?+");

    private static final Pattern DATE_PATTERN = Pattern.compile(
            "\\d{1,4}+[-/.]\\d{1,2}+[-/.]\\d{1,4}+(?:[T ]\\d{1,2}+:\\d{2}+.*+)?+|\\d{1,2}+:\\d{2}+(?::\\d{2}+.*+)?+");

    private static final MissingMarks MISSING = MissingMarks.of(null);

    static CellKind of(String cell) {
        if (cell.length() > MAX_LENGTH) {
            return TEXT;
        }
        if (MISSING.contain(Kind.NUMBER, cell)) {
            return EMPTY;
        }
        if (DATE_PATTERN.matcher(cell).matches()) {
            return DATE;
        }
        return isNumber(cell) ? NUMBER : TEXT;
    }

    static boolean isNumber(String cell) {
        return cell.length() <= MAX_LENGTH && NUMBER_PATTERN.matcher(cell).matches();
    }
}
