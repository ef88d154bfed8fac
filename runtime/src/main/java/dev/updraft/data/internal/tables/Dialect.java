package dev.updraft.data.internal.tables;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The format of a CSV file, as set by the user or found out.
 *
 * @param name of the file, for messages
 * @param skipLines number of lines before the header or, without one, the first row
 * @param skipped what these lines are, to be told; empty if not worth it
 * @param names of the columns if a comment has them; else empty
 * @param layout where the table stands
 * @param numbers marks of decimals and thousands
 */
record Dialect(
        String name,
        TextEncoding encoding,
        CsvSyntax syntax,
        int skipLines,
        String skipped,
        List<String> names,
        CsvLayout layout,
        DecimalSniffer numbers) {

    /** One line with what differs from a plain file: commas, decimal points, UTF-8 and a header in line 1. */
    String describe() {
        var parts = new ArrayList<String>();
        if (syntax.separator() != ',') {
            parts.add("separator " + spelled(syntax.separator()));
        }
        if (syntax.quote() != '"') {
            parts.add("quote " + spelled(syntax.quote()));
        }
        if (syntax.comment() != CsvSyntax.NO_COMMENT) {
            parts.add("lines after " + spelled(syntax.comment()) + " are comments");
        }
        if (numbers.decimal() != '.') {
            parts.add(numbers.decimal() == ',' ? "decimal comma" : "decimal mark " + spelled(numbers.decimal()));
        }
        if (numbers.thousands() != NumberParser.NONE) {
            parts.add(spelled(numbers.thousands()) + " between thousands");
        }
        if (!encoding.charset().equals(StandardCharsets.UTF_8)) {
            parts.add(encoding.charset().name());
        }
        if (!skipped.isEmpty()) {
            parts.add(skipped);
        }
        parts.addAll(ofHeader());
        if (layout.index()) {
            parts.add("first column (row numbers or names) left out");
        }
        if (layout.trailing()) {
            parts.add("separator after the last cell");
        }
        if (!numbers.doubt().isEmpty()) {
            parts.add(numbers.doubt());
        }
        return name + ": " + (parts.isEmpty() ? "comma-separated values with a header" : String.join(", ", parts));
    }

    private List<String> ofHeader() {
        if (!names.isEmpty()) {
            return List.of("header in the comment in line " + skipLines);
        }
        if (!layout.header()) {
            return List.of("no header (columns are named column_1, …)");
        }
        if (layout.assumed()) {
            return List.of("line " + (skipLines + 1)
                    + " taken for the header (if it is not, put a line with names before it)");
        }
        return skipLines > 0 ? List.of("header in line " + (skipLines + 1)) : List.of();
    }

    private static String spelled(char c) {
        return switch (c) {
            case '\t' -> "tab";
            case ' ' -> "space";
            case '\u00A0' -> "no-break space";
            case '\'' -> "\"'\"";
            default -> "'" + c + "'";
        };
    }

    /** Whether a column's cells stand one place further to the right than its name. */
    int shift() {
        return layout.index() ? 1 : 0;
    }
}
