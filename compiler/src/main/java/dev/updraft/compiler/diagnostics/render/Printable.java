package dev.updraft.compiler.diagnostics.render;

import java.util.Locale;
import java.util.function.IntPredicate;

/** Text of a file as it may be shown at a terminal: it can neither control it nor reorder what it shows. */
public final class Printable {

    private static final int REPLACEMENT = '\uFFFD';
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private Printable() {}

    /** {@code text} with everything invisible replaced, one character by one, but for blanks. */
    static String of(String text) {
        return text.codePoints()
                .map(Printable::of)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    static int of(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> REPLACEMENT;
            default -> codePoint;
        };
    }

    /** A name or value that stays on one line and in one column: what controls a terminal is written as Java would, {@code \\u001b}. */
    public static String line(String text) {
        return escaped(text, _ -> false);
    }

    /** Text of several lines, which may have tabs; what else controls a terminal is written as Java would, {@code \\u001b}. */
    public static String lines(String text) {
        return escaped(text, c -> c == '\n' || c == '\t');
    }

    private static String escaped(String text, IntPredicate kept) {
        var printed = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (kept.test(c) || !controls(c)) {
                printed.appendCodePoint(c);
            } else if (c == '\n') {
                printed.append("\\n");
            } else if (c == '\t') {
                printed.append("\\t");
            } else {
                for (var unit : Character.toChars(c)) {
                    printed.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
            }
        });
        return printed.toString();
    }

    /** Joiners are letters' own business in Persian, in Hindi and in emoji. */
    private static boolean controls(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            case Character.FORMAT -> codePoint != ZERO_WIDTH_NON_JOINER && codePoint != ZERO_WIDTH_JOINER;
            default -> false;
        };
    }
}
