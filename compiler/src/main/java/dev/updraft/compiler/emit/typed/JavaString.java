package dev.updraft.compiler.emit.typed;

import java.util.stream.Collectors;

/** Text as a string literal of Java. */
final class JavaString {
    private JavaString() {}

    /** With its quotes, in ASCII: the source shows what the string holds, and holds it under any encoding. */
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
            default -> letter >= ' ' && letter < 0x7f ? Character.toString(letter) : byNumber(letter);
        };
    }

    /** Half a character, which no file can hold, becomes the replacement character: javac misreads what follows it. */
    private static String byNumber(int letter) {
        var whole = Character.getType(letter) == Character.SURROGATE ? 0xFFFD : letter;
        return JavaAscii.numbers(Character.toString(whole));
    }
}
