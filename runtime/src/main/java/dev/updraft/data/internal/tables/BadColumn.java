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

    /** Tells what to do; empty if nothing is better than to correct the cells. */
    String advice(long rows, NumberParser numbers) {
        var most = counts.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow();
        var text = most.getKey();
        var marks = marks(numbers, text);
        if (!marks.isEmpty()) {
            return marks;
        }
        if (HEXADECIMAL.matcher(text).matches()) {
            return "column " + header + " has hexadecimal numbers: declare it as category, or convert them";
        }
        if (2 * total > rows && rows > 1) {
            return "most cells of column " + header + " are not numbers: declare it as category";
        }
        if (most.getValue() > 1 && 2L * most.getValue() >= total) {
            return "column " + header + " has '" + TableProblems.abbreviated(text) + "' " + most.getValue()
                    + " times: if it stands for a missing value, empty these cells, and declare the column as number(optional:"
                    + " true)";
        }
        return "";
    }

    /** Advice about the marks of the decimals and the thousands. */
    private static String marks(NumberParser numbers, String text) {
        if (numbers.decimal() == '.' && COMMA_GROUPS.matcher(text).matches()) {
            return "remove commas between thousands; write decimal commas as points";
        }
        if (numbers.decimal() == '.' && COMMA.matcher(text).matches()) {
            return "write decimal commas as points, as in the other cells";
        }
        if (numbers.decimal() == ',' && POINT_GROUPS.matcher(text).matches()) {
            return "remove points between thousands; write decimal points as commas, as in the other cells";
        }
        if (numbers.decimal() == ',' && POINT.matcher(text).matches()) {
            return "write decimal points as commas, as in the other cells";
        }
        return "";
    }
}
