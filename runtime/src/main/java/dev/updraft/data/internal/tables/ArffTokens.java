package dev.updraft.data.internal.tables;

import org.jspecify.annotations.Nullable;

/** Divides a line of an ARFF file into values, which may be quoted. */
final class ArffTokens {
    private final char[] chars;
    private int place;
    private int end;

    /** The value that was read last: its place in the line, with escapes resolved. */
    private int from;

    private int to;
    private boolean quoted;

    ArffTokens(String line) {
        chars = line.toCharArray();
        end = chars.length;
        while (end > 0 && Blank.is(chars[end - 1])) {
            end--;
        }
        skipBlanks();
    }

    char[] chars() {
        return chars;
    }

    int from() {
        return from;
    }

    int length() {
        return to - from;
    }

    boolean quoted() {
        return quoted;
    }

    String text() {
        return new String(chars, from, to - from);
    }

    boolean atEnd() {
        return place >= end;
    }

    /** Whether the rest begins so. */
    boolean at(char c) {
        return place < end && chars[place] == c;
    }

    /** Whether the rest begins so, which is then skipped. */
    boolean skip(char c) {
        if (!at(c)) {
            return false;
        }
        place++;
        skipBlanks();
        return true;
    }

    /** Whether the rest ends so, which is then cut off. */
    boolean cut(char c) {
        if (place >= end || chars[end - 1] != c) {
            return false;
        }
        end--;
        return true;
    }

    private void skipBlanks() {
        while (place < end && Blank.is(chars[place])) {
            place++;
        }
    }

    /**
     * Reads a value up to one of the characters or the end; blanks around it do not belong to it.
     *
     * @return whether its quote, if any, is closed
     */
    boolean next(String delimiters) {
        skipBlanks();
        quoted = place < end && (chars[place] == '\'' || chars[place] == '"');
        if (quoted) {
            return nextQuoted(chars[place++]);
        }
        from = place;
        while (place < end && delimiters.indexOf(chars[place]) < 0) {
            place++;
        }
        to = place;
        while (to > from && Blank.is(chars[to - 1])) {
            to--;
        }
        return true;
    }

    private boolean nextQuoted(char quote) {
        from = place;
        to = place;
        while (place < end && chars[place] != quote) {
            if (chars[place] == '\\' && place + 1 < end) {
                place++;
                chars[to++] = unescaped(chars[place++]);
            } else {
                chars[to++] = chars[place++];
            }
        }
        if (place >= end) {
            return false;
        }
        place++;
        skipBlanksBut('\t');
        return true;
    }

    private void skipBlanksBut(char delimiter) {
        while (place < end && chars[place] != delimiter && Blank.is(chars[place])) {
            place++;
        }
    }

    private static char unescaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            default -> c;
        };
    }

    /** The number that was read last, a place of a column; null if it is none. */
    @Nullable
    Integer index() {
        var value = 0;
        for (var i = from; i < to; i++) {
            var digit = chars[i] - '0';
            if (digit < 0 || digit > 9 || i - from > 8) {
                return null;
            }
            value = 10 * value + digit;
        }
        return from == to ? null : value;
    }
}
