package dev.updraft.data.columns;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The words of a text: in lower case, without punctuation, parted by white space, as Keras's {@code TextVectorization} takes
 * them by default.
 */
final class Words {
    private static final Pattern PUNCTUATION = Pattern.compile("[!\"#$%&()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~']");
    private static final Pattern SPACE = Pattern.compile("(?U)\\s+");

    private Words() {}

    static List<String> of(String text) {
        var plain = PUNCTUATION.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
        return SPACE.splitAsStream(plain.strip())
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
