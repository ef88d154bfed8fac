package dev.updraft.compiler.emit.typed;

import java.util.HexFormat;
import java.util.stream.Collectors;

/**
 * Java source in ASCII alone, with all other characters written by number, which Java allows anywhere. It means the same
 * whatever encoding a build reads it in. A backslash before such a character must be one of an even number of backslashes,
 * as in a literal, or not be there, as in comments: else Java does not take the number for one.
 */
final class JavaAscii {
    private static final int FIRST_OTHER = 0x80;

    private JavaAscii() {}

    static String of(String source) {
        if (source.chars().allMatch(letter -> letter < FIRST_OTHER)) {
            return source;
        }
        return source.codePoints()
                .mapToObj(Character::toString)
                .map(letter -> letter.charAt(0) < FIRST_OTHER ? letter : numbers(letter))
                .collect(Collectors.joining());
    }

    /** The text by its numbers in UTF-16. */
    static String numbers(String text) {
        return text.chars()
                .mapToObj(unit -> "\\u" + HexFormat.of().toHexDigits((char) unit))
                .collect(Collectors.joining());
    }
}
