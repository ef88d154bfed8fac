package dev.updraft.compiler.diagnostics;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The text of a {@code .model} file and its name for display. */
public final class SourceFile {

    /** The maximum size in characters: far more than anyone writes, but small enough to be parsed at once. */
    public static final int LARGEST = 1 << 18;

    private final String name;
    private final String text;
    private int @Nullable [] lineStarts;

    /**
     * A file with the given text.
     *
     * @param name the file's name in messages: its path as given by the user
     * @param text the whole text
     */
    public SourceFile(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /** The file's name in messages. */
    public String name() {
        return name;
    }

    /** The whole text. */
    public String text() {
        return text;
    }

    /** The span from {@code start} (inclusive) to {@code end} (exclusive). */
    public Span span(int start, int end) {
        return new Span(this, start, end);
    }

    /** The line, from 1, that the character at {@code offset} is on; a line break belongs to the line it ends. */
    public int line(int offset) {
        var found = Arrays.binarySearch(lineStarts(), offset);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** The column, from 1 and in UTF-16 units, of the character at {@code offset}. */
    public int column(int offset) {
        return offset - lineStart(line(offset)) + 1;
    }

    /** Offset of the first character of the {@code line}-th line, from 1. */
    public int lineStart(int line) {
        return lineStarts()[line - 1];
    }

    /** Offset after the last character of the {@code line}-th line, from 1, without its line break. */
    public int lineEnd(int line) {
        if (line == lineStarts().length) {
            return text.length();
        }
        var end = lineStart(line + 1) - 1;
        return end > lineStart(line) && text.charAt(end - 1) == '\r' ? end - 1 : end;
    }

    private int[] lineStarts() {
        var starts = lineStarts;
        if (starts == null) {
            var afterBreaks = IntStream.range(0, text.length())
                    .filter(i -> text.charAt(i) == '\n')
                    .map(i -> i + 1);
            starts = IntStream.concat(IntStream.of(0), afterBreaks).toArray();
            lineStarts = starts;
        }
        return starts;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SourceFile file && name.equals(file.name) && text.equals(file.text);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
