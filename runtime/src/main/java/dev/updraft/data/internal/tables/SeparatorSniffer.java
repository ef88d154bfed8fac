package dev.updraft.data.internal.tables;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the separator and the quote of a CSV file: those with which most rows have the same number of cells, and with which
 * the cells do not look as if they should be divided further.
 */
final class SeparatorSniffer {
    private static final String SEPARATORS = ",;\t|";

    private static final String QUOTES = "\"'";

    /** Rows that are looked at. */
    private static final int ROWS = 300;

    /** Below this, spaces may be the separator. */
    private static final double DOUBTFUL = 0.6;

    private final String text;
    private final long firstLine;
    private final boolean complete;

    SeparatorSniffer(String text, long firstLine, boolean complete) {
        this.text = text;
        this.firstLine = firstLine;
        this.complete = complete;
    }

    private record Candidate(CsvSample sample, double score) {}

    /**
     * Divides the sample as suits it best.
     *
     * @param separator if known
     * @param quote if known
     * @param comment which neither may be, if known
     */
    CsvSample sniff(@Nullable Character separator, @Nullable Character quote, @Nullable Character comment) {
        var separators = separator == null ? without(SEPARATORS, quote, comment) : String.valueOf(separator);
        var quotes = quote == null ? without(QUOTES, separator, comment) : String.valueOf(quote);
        var best = candidate(separators.charAt(0), quotes);
        for (var i = 1; i < separators.length(); i++) {
            var candidate = candidate(separators.charAt(i), quotes);
            if (candidate.score > best.score) {
                best = candidate;
            }
        }
        if (separator == null
                && best.score < DOUBTFUL
                && without(" ", quote, comment).length() == 1) {
            var spaces = candidate(' ', quotes);
            if (spaces.score > best.score && looksLikeColumns(spaces.sample)) {
                best = spaces;
            }
        }
        return best.sample;
    }

    private static String without(String characters, @Nullable Character one, @Nullable Character other) {
        return characters
                .replace(one == null ? "" : one.toString(), "")
                .replace(other == null ? "" : other.toString(), "");
    }

    /** The sample with the separator and the best of the quotes, of which the likelier one is first. */
    private Candidate candidate(char separator, String quotes) {
        var usual = scored(sample(CsvSyntax.of(separator, quotes.charAt(0))));
        if (quotes.length() > 1 && hasApostrophesAround(usual.sample)) {
            var apostrophes = scored(sample(CsvSyntax.of(separator, '\'')));
            return apostrophes.score >= usual.score ? apostrophes : usual;
        }
        return usual;
    }

    private CsvSample sample(CsvSyntax syntax) {
        var sample = CsvSample.of(text, syntax, firstLine, complete);
        var spacedQuote = syntax.separator() + " " + syntax.quote();
        if (syntax.spaces() || !text.contains(spacedQuote)) {
            return sample;
        }
        var withSpaces = new CsvSyntax(syntax.separator(), syntax.quote(), true, syntax.comment());
        return CsvSample.of(text, withSpaces, firstLine, complete);
    }

    /** Whether cells that are not quoted begin with an apostrophe, and as many end with one. */
    private static boolean hasApostrophesAround(CsvSample sample) {
        var begins = 0;
        var ends = 0;
        for (var row : sample.rows()) {
            if (!row.quoted().isEmpty()) {
                return false;
            }
            for (var cell : row.cells()) {
                begins += cell.startsWith("'") ? 1 : 0;
                ends += cell.endsWith("'") ? 1 : 0;
            }
        }
        return begins > 1 && begins == ends;
    }

    /** Rows that are not comments. */
    private static List<CsvSample.Row> table(CsvSample sample) {
        return sample.rows().stream()
                .filter(row -> !row.startsWith('#') && !row.startsWith('%'))
                .limit(ROWS)
                .toList();
    }

    /** From 0 to 1. */
    private static Candidate scored(CsvSample sample) {
        var rows = table(sample);
        var width = CsvSample.modalWidth(rows);
        if (width < 2) {
            return new Candidate(sample, 0);
        }
        // What stands before the table does not count.
        var start = IntStream.range(0, rows.size())
                .filter(i -> rows.get(i).width() == width)
                .findFirst()
                .orElse(0);
        var table = rows.subList(start, rows.size());
        var regular = table.stream().filter(row -> row.width() == width).toList();
        var cells = 0L;
        var clean = 0L;
        for (var row : regular) {
            for (var i = 0; i < row.width(); i++) {
                cells++;
                clean += row.quoted().get(i) || isClean(row.cells().get(i), sample.syntax()) ? 1 : 0;
            }
        }
        return new Candidate(sample, (double) regular.size() / table.size() * clean / cells);
    }

    /** Whether the cell does not look as if it should be divided. */
    private static boolean isClean(String cell, CsvSyntax syntax) {
        for (var i = 0; i < cell.length(); i++) {
            var c = cell.charAt(i);
            if (c == ',' && !syntax.spaces()) {
                var prose = i + 1 < cell.length() && cell.charAt(i + 1) == ' ';
                if (!prose && !CellKind.isNumber(cell)) {
                    return false;
                }
            } else if (SEPARATORS.indexOf(c) >= 0 && !syntax.spaces()) {
                return false;
            } else if (c == ' ' && i > 0 && cell.charAt(i - 1) == ' ') {
                return false;
            }
        }
        return true;
    }

    /** Prose has spaces as well, but rows of different lengths and few numbers. */
    private static boolean looksLikeColumns(CsvSample sample) {
        var rows = table(sample);
        var width = CsvSample.modalWidth(rows);
        var regular = rows.stream().filter(row -> row.width() == width).count();
        var numbers = rows.stream()
                .map(CsvSample.Row::cells)
                .flatMap(List::stream)
                .filter(CellKind::isNumber)
                .count();
        var cells = rows.stream().mapToLong(CsvSample.Row::width).sum();
        // The header of row names is one cell shorter.
        return 10 * regular >= 8L * (rows.size() - 1) && 5 * numbers >= cells;
    }
}
