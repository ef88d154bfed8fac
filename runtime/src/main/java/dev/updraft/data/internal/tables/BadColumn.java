package dev.updraft.data.internal.tables;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The cells of a column that should be numbers and are not, and what may be done about them. */
final class BadColumn {
    /** Different texts that are counted. */
    private static final int MAX_TEXTS = 100;

    private static final Pattern COMMA = Pattern.compile("[-+]?\\d*,\\d+");
    private static final Pattern POINT = Pattern.compile("[-+]?\\d*\\.\\d+");
    private static final Pattern COMMA_GROUPS = Pattern.compile("[-+]?\\d{1,3}(,\\d{3})+(\\.\\d*)?");
    private static final Pattern POINT_GROUPS = Pattern.compile("[-+]?\\d{1,3}(\\.\\d{3})+(,\\d*)?");
    private static final Pattern HEXADECIMAL = Pattern.compile("[-+]?0[xX][0-9a-fA-F]+");

    private final String header;
    private final Map<String, Integer> counts = new HashMap<>();
    private long total;

    BadColumn(String header) {
        this.header = header;
    }

    void add(String text) {
        total++;
        if (counts.size() < MAX_TEXTS || counts.containsKey(text)) {
            counts.merge(text, 1, Integer::sum);
        }
    }

    /**
     * Tells what to do; empty if nothing is better than to correct the cells.
     *
     * @param takesCsvOptions whether {@code csv(…)} can say how cells are written
     */
    String advice(long rows, NumberParser numbers, boolean takesCsvOptions) {
        var most = counts.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow();
        var text = most.getKey();
        var areMost = 2 * total > rows && rows > 1;
        var marks = marks(numbers, text, takesCsvOptions && areMost);
        if (!marks.isEmpty()) {
            return marks;
        }
        if (HEXADECIMAL.matcher(text).matches()) {
            return "column " + header + " has hexadecimal numbers: declare it as category, or convert them";
        }
        if (areMost) {
            return "most cells of column " + header + " are not numbers: declare it as category";
        }
        if (most.getValue() > 1 && 2L * most.getValue() >= total) {
            return "column " + header + " has '" + TableProblems.abbreviated(text) + "' " + most.getValue()
                    + " times: if it stands for a missing value, empty these cells"
                    + (takesCsvOptions
                            ? " or say " + csv("missing: [\"" + TableProblems.abbreviated(text) + "\"]")
                            : "")
                    + ", and declare the column as number(optional: true)";
        }
        return "";
    }

    private static String csv(String option) {
        return "data: csv(\"…\", " + option + ") in the fit block";
    }

    /**
     * Advice about the marks of the decimals and the thousands.
     *
     * @param areOtherwise whether they can be told to be others, as most cells have them
     */
    private static String marks(NumberParser numbers, String text, boolean areOtherwise) {
        if (numbers.decimal() == '.' && COMMA_GROUPS.matcher(text).matches()) {
            return areOtherwise
                    ? "say " + csv("thousands: \",\"") + " if commas part thousands, or "
                            + "decimal: \",\" if they begin fractions"
                    : "remove commas between thousands; write decimal commas as points";
        }
        if (numbers.decimal() == '.' && COMMA.matcher(text).matches()) {
            return areOtherwise
                    ? "commas begin the fractions: say " + csv("decimal: \",\"")
                    : "write decimal commas as points, as in the other cells";
        }
        if (numbers.decimal() == ',' && POINT_GROUPS.matcher(text).matches()) {
            return areOtherwise
                    ? "say " + csv("thousands: \".\"") + " if points part thousands, or "
                            + "decimal: \".\" if they begin fractions"
                    : "remove points between thousands; write decimal points as commas, as in the other cells";
        }
        if (numbers.decimal() == ',' && POINT.matcher(text).matches()) {
            return areOtherwise
                    ? "points begin the fractions: say " + csv("decimal: \".\"")
                    : "write decimal points as commas, as in the other cells";
        }
        return "";
    }
}
