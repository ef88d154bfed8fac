package dev.updraft.data.internal.tables;

import dev.updraft.compiler.columns.CsvOptions;
import dev.updraft.data.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds out the format of a CSV file from its start. */
final class CsvSniffer {
    private static final int SAMPLE = 1 << 17;

    /** Tables with many columns need more to see several rows. */
    private static final int MAX_SAMPLE = 1 << 24;

    private static final int ENOUGH_LINES = 20;

    /** Line with the separator, as spreadsheets write and understand it. */
    private static final Pattern SEPARATOR_LINE = Pattern.compile("\"?sep=([^\r\n])\"?(\r\n|\r|\n|$)");

    private final String name;
    private final CsvOptions options;

    private CsvSniffer(String name, CsvOptions options) {
        this.name = name;
        this.options = options;
    }

    /**
     * Finds out what the options leave open.
     *
     * @throws DataException if it is not a text with a table, or if the options contradict one another
     */
    static Dialect sniff(TableSource source, CsvOptions options) {
        var sniffer = new CsvSniffer(source.name(), options);
        sniffer.checkOptions();
        var sample = new ByteArrayOutputStream();
        try (var in = source.open()) {
            var complete = false;
            while (!complete
                    && (sample.size() < SAMPLE || (sample.size() < MAX_SAMPLE && lines(sample) < ENOUGH_LINES))) {
                var bytes = in.readNBytes(sample.size() == 0 ? SAMPLE : sample.size());
                sample.writeBytes(bytes);
                complete = bytes.length == 0;
            }
            return sniffer.dialect(sample.toByteArray(), complete);
        } catch (IOException e) {
            throw TableSource.failure(source.name(), e);
        }
    }

    private static long lines(ByteArrayOutputStream sample) {
        var count = 0L;
        for (var b : sample.toByteArray()) {
            count += b == '\n' || b == '\r' ? 1 : 0;
        }
        return count;
    }

    private void checkOptions() {
        requireDifferent("separator", options.separator(), "quote", options.quote());
        requireDifferent("separator", options.separator(), "comment", options.comment());
        requireDifferent("quote", options.quote(), "comment", options.comment());
        requireDifferent("decimal", options.decimal(), "thousands", options.thousands());
        for (var c : Arrays.asList(
                options.separator(), options.quote(), options.comment(), options.decimal(), options.thousands())) {
            if (c != null && (c == '\n' || c == '\r' || c == 0)) {
                throw new DataException(
                        name + ": a line break cannot separate, quote, comment or be in numbers; set another");
            }
        }
        if (options.decimal() != null && "0123456789+-eE".indexOf(options.decimal()) >= 0) {
            throw new DataException(
                    name + ": decimal: \"" + options.decimal() + "\" is a part of numbers; set \".\" or" + " \",\"");
        }
        if (options.skipLines() != null && options.skipLines() < 0) {
            throw new DataException(name + ": lines to skip: " + options.skipLines() + " is below 0");
        }
    }

    private void requireDifferent(String one, @Nullable Character c, String other, @Nullable Character d) {
        if (c != null && c.equals(d)) {
            throw new DataException(
                    name + ": " + one + " and " + other + " are both \"" + c + "\"; set different characters");
        }
    }

    private Dialect dialect(byte[] sample, boolean complete) {
        var encoding = TextEncoding.of(sample, complete, options.encoding());
        var text = encoding.decode(sample);
        requireText(text);
        var skip = options.skipLines() == null ? 0 : options.skipLines();
        var from = afterLines(text, skip);
        var separator = options.separator();
        var first = SEPARATOR_LINE.matcher(text).region(from, text.length());
        var separatorLine = first.lookingAt();
        if (separatorLine) {
            separator = Optional.ofNullable(separator).orElse(first.group(1).charAt(0));
            from = first.end();
            skip++;
            requireDifferent("separator", separator, "quote", options.quote());
            requireDifferent("separator", separator, "comment", options.comment());
        }
        // A comment is told by its first cell, and thus after the separator is known.
        var sniffed = new SeparatorSniffer(text.substring(from), skip + 1L, complete)
                .sniff(separator, options.quote(), options.comment());
        return dialect(encoding, sniffed, skip, separatorLine);
    }

    private Dialect dialect(TextEncoding encoding, CsvSample sample, int skip, boolean separatorLine) {
        var comment = options.comment() == null ? CommentSniffer.sniff(sample) : options.comment();
        var rows = sample.rows();
        var leading = List.<CsvSample.Row>of();
        if (comment != CsvSyntax.NO_COMMENT) {
            var all = rows;
            rows = all.stream().filter(row -> !row.startsWith(comment)).toList();
            leading = all.subList(0, rows.isEmpty() ? all.size() : all.indexOf(rows.getFirst()));
        }
        if (rows.isEmpty()) {
            throw new DataException(name + ": is empty; a header and rows are expected");
        }
        var layout = CsvLayout.of(rows, options.header(), options.skipLines() == null);
        var body = rows.subList(layout.start() + (layout.header() ? 1 : 0), rows.size());
        var names = List.<String>of();
        if (options.header() == null && layout.start() == 0 && (!layout.header() || layout.assumed())) {
            names = CommentSniffer.names(leading, layout.width() - (layout.trailing() ? 1 : 0));
            if (!names.isEmpty()) {
                layout = new CsvLayout(0, false, false, false, layout.trailing(), layout.width());
                body = rows;
            }
        }
        var skipLines = Math.toIntExact(rows.get(layout.start()).line()) - 1;
        var skipped = new ArrayList<String>();
        if (separatorLine) {
            skipped.add("separator set by line " + skip);
        }
        if (layout.start() > 0) {
            var from = skip + 1;
            skipped.add(
                    from == skipLines ? "line " + from + " skipped" : "lines " + from + "–" + skipLines + " skipped");
        }
        var syntax = new CsvSyntax(
                sample.syntax().separator(),
                sample.syntax().quote(),
                sample.syntax().spacedQuotes(),
                comment);
        var numbers = DecimalSniffer.of(body, syntax, options.decimal(), options.thousands());
        if (numbers.decimal() == numbers.thousands()) {
            throw new DataException(name + ": \"" + numbers.decimal() + "\" is both the decimal mark and between"
                    + " thousands; set decimal, too");
        }
        return new Dialect(name, encoding, syntax, skipLines, String.join(", ", skipped), names, layout, numbers);
    }

    /** Place in the text after {@code n} lines. */
    private static int afterLines(String text, int lines) {
        var place = 0;
        for (var line = 0; line < lines && place < text.length(); line++) {
            while (place < text.length() && text.charAt(place) != '\n' && text.charAt(place) != '\r') {
                place++;
            }
            place += text.startsWith("\r\n", place) ? 2 : place < text.length() ? 1 : 0;
        }
        return place;
    }

    /** Pictures, archives and the like are full of control characters. */
    private void requireText(String text) {
        var controls = text.chars()
                .filter(c -> c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1A)
                .count();
        if (100 * controls > text.length()) {
            throw new DataException(
                    name + ": is not a text file, but appears to be a binary one; " + TableFiles.SUPPORTED);
        }
    }
}
