package dev.updraft.compiler.diagnostics;

import java.util.Locale;

/**
 * A range of a source file, as half-open character offsets into its text.
 *
 * @param file the file
 * @param start offset of the first character
 * @param end offset after the last character, at least {@code start}
 */
public record Span(SourceFile file, int start, int end) {

    public Span {
        if (start < 0 || end < start || end > file.text().length()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%d to %d is not a range of the %d characters of %s",
                    start,
                    end,
                    file.text().length(),
                    file.name()));
        }
    }

    /** The smallest span that covers this one and {@code other}, which must be in the same file. */
    public Span to(Span other) {
        return new Span(file, Math.min(start, other.start), Math.max(end, other.end));
    }

    /** The text of this span. */
    public String text() {
        return file.text().substring(start, end);
    }

    /** Line of the first character, from 1. */
    public int line() {
        return file.line(start);
    }

    /** Column of the first character, from 1, in UTF-16 units. */
    public int column() {
        return file.column(start);
    }

    /** {@code name:line:column}, as tools and people read it. */
    public String location() {
        return file.name() + ":" + line() + ":" + column();
    }
}
