package dev.updraft.compiler.columns;

import java.nio.charset.Charset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user sets of the format of a CSV file; null is to be found out.
 *
 * @param separator between cells; a space stands for any number of spaces and tabs
 * @param quote around cells with separators or newlines
 * @param decimal mark before a number's fraction
 * @param thousands mark between groups of three digits
 * @param comment that starts lines to ignore
 * @param encoding of the characters
 * @param header whether the first line has the columns' names
 * @param missing texts that stand for a missing value, instead of the usual ones
 * @param skipLines number of lines to skip at the top
 */
public record CsvOptions(
        @Nullable Character separator,
        @Nullable Character quote,
        @Nullable Character decimal,
        @Nullable Character thousands,
        @Nullable Character comment,
        @Nullable Charset encoding,
        @Nullable Boolean header,
        @Nullable List<String> missing,
        @Nullable Integer skipLines) {

    /** Everything is found out. */
    public static final CsvOptions NONE = new CsvOptions(null, null, null, null, null, null, null, null, null);

    public CsvOptions withSeparator(char newSeparator) {
        return new CsvOptions(newSeparator, quote, decimal, thousands, comment, encoding, header, missing, skipLines);
    }

    public CsvOptions withQuote(char newQuote) {
        return new CsvOptions(separator, newQuote, decimal, thousands, comment, encoding, header, missing, skipLines);
    }

    public CsvOptions withDecimal(char newDecimal) {
        return new CsvOptions(separator, quote, newDecimal, thousands, comment, encoding, header, missing, skipLines);
    }

    public CsvOptions withThousands(char newThousands) {
        return new CsvOptions(separator, quote, decimal, newThousands, comment, encoding, header, missing, skipLines);
    }

    public CsvOptions withComment(char newComment) {
        return new CsvOptions(separator, quote, decimal, thousands, newComment, encoding, header, missing, skipLines);
    }

    public CsvOptions withEncoding(Charset newEncoding) {
        return new CsvOptions(separator, quote, decimal, thousands, comment, newEncoding, header, missing, skipLines);
    }

    public CsvOptions withHeader(boolean newHeader) {
        return new CsvOptions(separator, quote, decimal, thousands, comment, encoding, newHeader, missing, skipLines);
    }

    public CsvOptions withMissing(List<String> newMissing) {
        return new CsvOptions(
                separator, quote, decimal, thousands, comment, encoding, header, List.copyOf(newMissing), skipLines);
    }

    public CsvOptions withSkipLines(int newSkipLines) {
        return new CsvOptions(separator, quote, decimal, thousands, comment, encoding, header, missing, newSkipLines);
    }
}
