package dev.updraft.cli;

import java.math.BigInteger;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Reads numbers, and says what was expected in the user's words: picocli's are those of Java's types. */
final class NumberWords {
    private NumberWords() {}

    /** For all options of a command and of those below it that have no converter of their own. */
    static void register(CommandLine line) {
        line.registerConverter(Integer.class, text -> (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE));
        line.registerConverter(int.class, text -> (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE));
        line.registerConverter(Long.class, text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE));
        line.registerConverter(long.class, text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE));
        line.registerConverter(Double.class, NumberWords::real);
        line.registerConverter(double.class, NumberWords::real);
    }

    private static long whole(String text, long least, long most) {
        BigInteger number;
        try {
            number = new BigInteger(text.length() > 100 ? "?" : text);
        } catch (NumberFormatException _) {
            throw new TypeConversionException("expected an integer, found `" + text + "`");
        }
        if (number.compareTo(BigInteger.valueOf(least)) < 0 || number.compareTo(BigInteger.valueOf(most)) > 0) {
            throw new TypeConversionException(
                    "expected an integer from %s to %s, found `%s`".formatted(least, most, text));
        }
        return number.longValueExact();
    }

    private static double real(String text) {
        try {
            var number = Double.parseDouble(text);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new TypeConversionException("expected a number, found `" + text + "`");
    }
}
