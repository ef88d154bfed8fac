package dev.updraft.data.internal.tables;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells comments from rows that begin with the same character: a column may be called {@code #}, and a colour {@code #ff0000}.
 */
final class CommentSniffer {
    private static final char[] CHARACTERS = {'#', '%'};

    private CommentSniffer() {}

    /** The character that starts comments, or {@link CsvSyntax#NO_COMMENT}. */
    static char sniff(CsvSample sample) {
        for (var c : CHARACTERS) {
            if (c != sample.syntax().separator()
                    && c != sample.syntax().quote()
                    && areComments(sample.rows(), c, sample.syntax().spaces())) {
                return c;
            }
        }
        return CsvSyntax.NO_COMMENT;
    }

    private static boolean areComments(List<CsvSample.Row> rows, char c, boolean spaces) {
        var others = rows.stream().filter(row -> !row.startsWith(c)).toList();
        var width = CsvSample.modalWidth(others);
        if (others.isEmpty() || others.size() == rows.size()) {
            return false;
        }
        var numbered = others.size() > 1
                && others.stream()
                        .skip(1)
                        .allMatch(row -> CellKind.of(row.cells().getFirst()) == CellKind.NUMBER);
        var first = others.getFirst().line();
        for (var row : rows) {
            if (row.startsWith(c)
                    && row.width() == width
                    && CellKind.of(row.cells().getFirst()) == CellKind.EMPTY) {
                // A mark for a missing value begins so, too.
                return false;
            }
            if (!row.startsWith(c) || row.width() != width || numbered) {
                continue;
            }
            var leading = row.line() < first;
            var words = row.cells().getFirst().startsWith(c + " ");
            if (!(leading && (spaces || words)) && !(width == 1 && words)) {
                return false;
            }
        }
        // A first column named by the character alone.
        var top = rows.getFirst();
        return !top.startsWith(c)
                || top.width() != width
                || top.cells().getFirst().length() > 1
                || spaces;
    }

    /**
     * The names in a comment right before the rows, as NumPy writes them.
     *
     * @param comments rows that are comments, and stand before the first that is not
     * @param width of the other rows
     * @return empty if there are none
     */
    static List<String> names(List<CsvSample.Row> comments, int width) {
        if (comments.isEmpty()) {
            return List.of();
        }
        var cells = comments.getLast().cells();
        var first = Blank.strip(cells.getFirst().substring(1));
        var names = new ArrayList<String>();
        if (!first.isEmpty()) {
            names.add(first);
        }
        names.addAll(cells.subList(1, cells.size()));
        var good = names.size() == width
                && names.stream().allMatch(name -> CellKind.of(name) == CellKind.TEXT)
                && names.stream().distinct().count() == width;
        return good ? names : List.of();
    }
}
