package dev.updraft.data.internal.tables;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * How the text of a CSV file is divided into cells.
 *
 * @param separator between cells; a space stands for any number of spaces and tabs
 * @param spacedQuotes whether blanks stand between separators and quotes
 * @param comment that starts lines to ignore, or {@link #NO_COMMENT}
 */
record CsvSyntax(char separator, char quote, boolean spacedQuotes, char comment) {
    static final char NO_COMMENT = 0;

    /** Characters of a cell; a longer one is due to a quote that is not closed. */
    static final int MAX_CELL = 1 << 26;

    static CsvSyntax of(char separator, char quote) {
        return new CsvSyntax(separator, quote, false, NO_COMMENT);
    }

    boolean spaces() {
        return separator == ' ';
    }

    /**
     * Text with quotes that should have been doubled is read as well as can be.
     *
     * @param incomplete whether the text may end within a quoted cell
     */
    @SuppressWarnings("removal")
    <T> CsvReader<T> reader(CsvCallbackHandler<T> handler, Reader text, boolean incomplete) {
        var spaced = spacedQuotes && !spaces();
        return CsvReader.builder()
                .fieldSeparator(separator)
                .quoteCharacter(quote)
                .commentStrategy(comment == NO_COMMENT ? CommentStrategy.NONE : CommentStrategy.SKIP)
                .commentCharacter(comment == NO_COMMENT ? unused() : comment)
                .allowExtraCharsAfterClosingQuote(!spaced)
                .allowUnclosedQuote(incomplete)
                .trimWhitespacesAroundQuotes(spaced)
                .skipEmptyLines(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .maxBufferSize(MAX_CELL)
                .build(handler, spaces() ? new TabsAsSpaces(text) : text);
    }

    /** A character that is not set otherwise. */
    private char unused() {
        return separator != '#' && quote != '#' ? '#' : separator != '%' && quote != '%' ? '%' : '!';
    }

    private static final class TabsAsSpaces extends FilterReader {
        TabsAsSpaces(Reader in) {
            super(in);
        }

        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            var count = in.read(buffer, offset, length);
            for (var i = offset; i < offset + count; i++) {
                if (buffer[i] == '\t') {
                    buffer[i] = ' ';
                }
            }
            return count;
        }
    }
}
