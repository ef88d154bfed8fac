package dev.updraft.compiler.syntax;

import java.util.OptionalDouble;

/** The values of numbers and strings as they are written. */
final class Literals {

    /** Integers up to here have a float64 of their own: 2^53. */
    static final double LARGEST_INTEGER = 0x1p53;

    private Literals() {}

    /** The number that {@code text} says; empty if it says none. */
    static OptionalDouble number(String text) {
        try {
            return OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException _) {
            return OptionalDouble.empty();
        }
    }

    /** Whether {@code value} is what {@code text} says: neither overflown, nor vanished, nor an integer made inexact. */
    static boolean inRange(String text, double value) {
        if (isInteger(text)) {
            return value <= LARGEST_INTEGER;
        }
        var significand = text.split("[eE]", 2)[0];
        return Double.isFinite(value) && (value != 0 || significand.chars().noneMatch(c -> c >= '1' && c <= '9'));
    }

    /** Whether the number has neither point nor exponent. */
    static boolean isInteger(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Whether {@code quoted}, which begins with a quote, also ends with one that is not escaped. */
    static boolean isFinished(String quoted) {
        var i = 1;
        while (i < quoted.length() && quoted.charAt(i) != '"') {
            i += quoted.charAt(i) == '\\' ? 2 : 1;
        }
        return i == quoted.length() - 1;
    }

    /** What a string with its quotes says, its escapes resolved; an unknown escape stands for its character. */
    static String string(String quoted) {
        var value = new StringBuilder();
        for (var i = 1; i < quoted.length() - 1; i++) {
            var c = quoted.charAt(i);
            if (c == '\\') {
                i++;
                value.append(
                        switch (quoted.charAt(i)) {
                            case 'n' -> '\n';
                            case 't' -> '\t';
                            default -> quoted.charAt(i);
                        });
            } else {
                value.append(c);
            }
        }
        return value.toString();
    }

    /** Offset in {@code quoted} of the first backslash that begins no known escape, or -1. */
    static int unknownEscape(String quoted) {
        for (var i = quoted.indexOf('\\'); i >= 0; i = quoted.indexOf('\\', i + 2)) {
            if ("\"\\nt".indexOf(quoted.charAt(i + 1)) < 0) {
                return i;
            }
        }
        return -1;
    }
}
