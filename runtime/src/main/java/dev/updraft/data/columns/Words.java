package dev.updraft.data.columns;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The words of a text: in lower case, without punctuation, parted by white space, as Keras's {@code TextVectorization} takes
 * them by default. They are found by their places in the text, so that nothing is made to look one up.
 */
final class Words {
    private static final char DOTTED_CAPITAL_I = '\u0130';
    private static final char CAPITAL_SIGMA = '\u03a3';
    private static final char NEXT_LINE = '\u0085';

    private Words() {}

    static List<String> of(String text) {
        var letters = letters(text);
        var words = new ArrayList<String>();
        for (var from = start(letters, 0); from < letters.length(); ) {
            var to = end(letters, from);
            words.add(word(letters, from, to));
            from = start(letters, to);
        }
        return words;
    }

    private static String word(String letters, int from, int to) {
        var word = new StringBuilder();
        for (var i = from; i < to; i++) {
            var letter = letters.charAt(i);
            if (!isPunctuation(letter)) {
                word.append(Character.toLowerCase(letter));
            }
        }
        return word.toString();
    }

    /** The text, in lower case already if it has letters that are not in lower case one by one: nearly none has. */
    static String letters(String text) {
        for (var i = 0; i < text.length(); i++) {
            var letter = text.charAt(i);
            if (letter == DOTTED_CAPITAL_I || letter == CAPITAL_SIGMA || Character.isSurrogate(letter)) {
                return text.toLowerCase(Locale.ROOT);
            }
        }
        return text;
    }

    /** Where the next word begins; the length of the text if there is none. */
    static int start(String letters, int from) {
        var start = from;
        while (start < letters.length() && (isSpace(letters.charAt(start)) || isPunctuation(letters.charAt(start)))) {
            start++;
        }
        return start;
    }

    /** Where a word ends. */
    static int end(String letters, int start) {
        var end = start;
        while (end < letters.length() && !isSpace(letters.charAt(end))) {
            end++;
        }
        return end;
    }

    /** As {@link String#hashCode} of the word. */
    static int hash(String letters, int from, int to) {
        var hash = 0;
        for (var i = from; i < to; i++) {
            var letter = letters.charAt(i);
            if (!isPunctuation(letter)) {
                hash = 31 * hash + Character.toLowerCase(letter);
            }
        }
        return hash;
    }

    /** Whether the word there is this one. */
    static boolean is(String word, String letters, int from, int to) {
        var next = 0;
        for (var i = from; i < to; i++) {
            var letter = letters.charAt(i);
            if (!isPunctuation(letter)) {
                if (next == word.length() || word.charAt(next) != Character.toLowerCase(letter)) {
                    return false;
                }
                next++;
            }
        }
        return next == word.length();
    }

    private static boolean isSpace(char letter) {
        return Character.isWhitespace(letter) || Character.isSpaceChar(letter) || letter == NEXT_LINE;
    }

    /** All of ASCII's. */
    private static boolean isPunctuation(char letter) {
        return (letter >= '!' && letter <= '/')
                || (letter >= ':' && letter <= '@')
                || (letter >= '[' && letter <= '`')
                || (letter >= '{' && letter <= '~');
    }
}
