package dev.updraft.cli.draft;

import dev.updraft.compiler.reference.Reference;
import dev.updraft.compiler.syntax.Keywords;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Makes names of the language of any text. */
final class Identifiers {
    private static final int LONGEST = 40;

    private Identifiers() {}

    /**
     * As names are written in a model: {@code lifeExp} becomes {@code life_exp}.
     *
     * @param otherwise what stands for a text without Latin letters and digits
     */
    static String snake(String text, String otherwise) {
        var words = words(text).toLowerCase(Locale.ROOT).replace(' ', '_');
        if (words.length() > LONGEST) {
            words = words.substring(0, LONGEST).replaceAll("_+$", "");
        }
        if (words.isEmpty()) {
            return otherwise;
        }
        return isDigit(words.charAt(0)) ? "c_" + words : words;
    }

    /** As names of models are written: {@code bank_full} becomes {@code BankFull}. */
    static String camel(String text) {
        var words = words(text);
        var name = Arrays.stream(words.split(" "))
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
        var fitting = name.length() > LONGEST ? name.substring(0, LONGEST) : name;
        return fitting.isEmpty() || isDigit(fitting.charAt(0)) ? "Table" + fitting : fitting;
    }

    /** Words of Latin letters and digits, with a blank between them. */
    private static String words(String text) {
        var some = text.length() > 4 * LONGEST ? text.substring(0, 4 * LONGEST) : text;
        return Normalizer.normalize(some, Normalizer.Form.NFKD)
                .replace("ß", "ss")
                .replaceAll("\\p{M}+", "")
                .replaceAll("(?<=[a-z0-9])(?=[A-Z][a-z]|[A-Z]+\\b)", " ")
                .replaceAll("[^A-Za-z0-9]+", " ")
                .strip();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Whether the language has a meaning for a name already. */
    static boolean isTaken(String name) {
        return Keywords.ALL.contains(name) || Reference.names().contains(name);
    }

    /** Whether a string of the language can hold a text. */
    static boolean isQuotable(String text) {
        return text.chars().noneMatch(c -> c == '\r' || c == 0) && !hasLoneSurrogate(text);
    }

    private static boolean hasLoneSurrogate(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    /** A string of the language, which {@link #isQuotable}. */
    static String quoted(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t")
                + '"';
    }
}
