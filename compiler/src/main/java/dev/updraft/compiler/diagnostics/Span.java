package dev.updraft.compiler.diagnostics;

/**
 * A stretch of a source file, as half-open character offsets into its text.
 *
 * @param file the file
 * @param start offset of the first character
 * @param end offset after the last character, at least {@code start}
 */
public record Span(SourceFile file, int start, int end) {

    /** The smallest span that covers this one and {@code other}, which must be of the same file. */
    public Span to(Span other) {
        return new Span(file, Math.min(start, other.start), Math.max(end, other.end));
    }

    /** Line of the first character, from 1. */
    public int line() {
        var line = 1;
        for (var i = 0; i < Math.min(start, file.text().length()); i++) {
            if (file.text().charAt(i) == '\n') {
                line++;
            }
        }
        return line;
    }

    /** Column of the first character, from 1, in UTF-16 units. */
    public int column() {
        return start - file.text().lastIndexOf('\n', start - 1);
    }

    /** {@code name:line:column}, as tools and people read it. */
    public String location() {
        return file.name() + ":" + line() + ":" + column();
    }
}
