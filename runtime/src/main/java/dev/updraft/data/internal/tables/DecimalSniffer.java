package dev.updraft.data.internal.tables;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the marks of decimals and thousands. {@code 1,5} and {@code 1.234,5} can only have a decimal comma, {@code 1,234,567}
 * only commas between thousands; {@code 1,234} may have either.
 *
 * @param thousands {@link NumberParser#NONE} if there is none
 * @param doubt a sentence about a decision that may be wrong; empty if there is none
 */
record DecimalSniffer(char decimal, char thousands, String doubt) {
    private static final int MAX_LENGTH = 40;

    private static final Pattern BETWEEN_GROUPS = Pattern.compile("(?<=\\d)[" + NumberParser.GROUP_MARKS + "](?=\\d)");

    /** How a number with commas or points may be meant, for one of the two marks. */
    private static final class Evidence {
        private final Pattern decimal;
        private final Pattern groups;
        private final Pattern either;
        private int decimals;
        private int grouped;
        private int doubtful;
        private String example = "";

        /**
         * Collects numbers with a mark.
         *
         * @param mark whose meaning is sought
         * @param other the other mark
         */
        Evidence(String mark, String other) {
            decimal = Pattern.compile(
                    "\\d{0,3}M(?!\\d{3}$)\\d+(?:[eE][+-]?\\d+)?|0*M\\d+|\\d{4,}M\\d+|\\d{1,3}(?:O\\d{3})+M\\d*|\\d+M\\d+[eE][+-]?\\d+"
                            .replace("M", mark)
                            .replace("O", other));
            groups = Pattern.compile("\\d{1,3}(?:M\\d{3}){2,}(?:O\\d*)?|\\d{1,3}M\\d{3}O\\d*"
                    .replace("M", mark)
                    .replace("O", other));
            either = Pattern.compile("[1-9]\\d{0,2}M\\d{3}".replace("M", mark));
        }

        void add(String number) {
            if (either.matcher(number).matches()) {
                doubtful++;
                example = example.isEmpty() ? number : example;
            } else if (decimal.matcher(number).matches()) {
                decimals++;
            } else if (groups.matcher(number).matches()) {
                grouped++;
            }
        }
    }

    /**
     * Finds what is not known from the cells.
     *
     * @param rows without the header
     * @param decimal if known
     * @param thousands if known
     */
    static DecimalSniffer of(
            List<CsvSample.Row> rows, CsvSyntax syntax, @Nullable Character decimal, @Nullable Character thousands) {
        var comma = new Evidence(",", "\\.");
        var point = new Evidence("\\.", ",");
        for (var row : rows) {
            for (var cell : row.cells()) {
                if (cell.length() <= MAX_LENGTH && (cell.indexOf(',') >= 0 || cell.indexOf('.') >= 0)) {
                    var number = bare(cell);
                    comma.add(number);
                    point.add(number);
                }
            }
        }
        var commas = comma.decimals + point.grouped;
        var points = point.decimals + comma.grouped;
        var doubt = "";
        char mark;
        if (decimal != null) {
            mark = decimal;
        } else if (commas != points) {
            mark = commas > points ? ',' : '.';
        } else if (comma.doubtful > 0 && point.doubtful == 0 && thousands == null) {
            var semicolons = syntax.separator() == ';';
            mark = semicolons ? ',' : '.';
            doubt = comma.example + " read with "
                    + (semicolons
                            ? "a decimal comma (if it is in the thousands, remove it)"
                            : "a comma between thousands (if it is not, write a point)");
        } else {
            mark = thousands != null && thousands == '.' ? ',' : '.';
            if (point.doubtful > 0 && comma.doubtful == 0 && syntax.separator() == ';') {
                doubt = point.example + " read with a decimal point (if it is in the thousands, remove it)";
            }
        }
        return new DecimalSniffer(mark, thousands != null ? thousands : groupMark(mark, comma, point), doubt);
    }

    private static char groupMark(char decimal, Evidence comma, Evidence point) {
        if (decimal == ',') {
            return point.grouped + point.doubtful > 0 ? '.' : NumberParser.NONE;
        }
        return decimal == '.' && comma.grouped + comma.doubtful > 0 ? ',' : NumberParser.NONE;
    }

    /** Without sign, currency, percent, parentheses, and marks between groups that are neither comma nor point. */
    private static String bare(String cell) {
        var from = 0;
        var to = cell.length();
        while (from < to && isDecoration(cell.charAt(from))) {
            from++;
        }
        while (to > from && isDecoration(cell.charAt(to - 1))) {
            to--;
        }
        return BETWEEN_GROUPS.matcher(cell.substring(from, to)).replaceAll("");
    }

    private static boolean isDecoration(char c) {
        return Blank.is(c) || "+-\u2212%()".indexOf(c) >= 0 || NumberParser.CURRENCIES.indexOf(c) >= 0;
    }
}
