package dev.updraft.compiler.emit.typed;

import java.util.stream.Collectors;

/** Text as a string literal of Java. */
final class JavaString {
    private JavaString() {}

    /** With its quotes; what is invisible is written by number, so that the source shows what the string holds. */
    static String of(String text) {
        return text.codePoints().mapToObj(JavaString::escaped).collect(Collectors.joining("", "\"", "\""));
    }

    private static String escaped(int letter) {
        return switch (letter) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> isVisible(letter) ? Character.toString(letter) : byNumber(letter);
        };
    }

    private static boolean isVisible(int letter) {
        return switch (Character.getType(letter)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    /** Half a character, which no file can hold, becomes the replacement character: javac misreads what follows it. */
    private static String byNumber(int letter) {
        var whole = Character.getType(letter) == Character.SURROGATE ? 0xFFFD : letter;
        return Character.toString(whole).chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining());
    }
}
