package dev.updraft.compiler.diagnostics;

/** Text of a file as it may be shown at a terminal: it can neither control it nor reorder what it shows. */
final class Printable {

    private static final int REPLACEMENT = '\uFFFD';

    private Printable() {}

    /** {@code text} with everything invisible replaced, but for blanks. */
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
}
