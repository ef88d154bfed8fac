package dev.updraft.data.columns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WordsTest {
    private static final List<String> PIECES = List.of(
            "a", "B", "word", "WORD", "É", "İ", "ΟΔΟΣ", "ß", "🍵", "Ⓐ", "１", "_", "-", "'", "...", "!", "~", " ", "  ",
            "\t", "\n", "\u00a0", "\u2003", "\u0085", "\u3000", "don't", "e-mail", "x^2");

    private static String text(Random random) {
        return random.ints(random.nextInt(12), 0, PIECES.size())
                .mapToObj(PIECES::get)
                .collect(Collectors.joining());
    }

    /** As Keras's {@code TextVectorization} does. */
    private static List<String> expected(String text) {
        var plain = text.toLowerCase(Locale.ROOT).replaceAll("[!\"#$%&()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~']", "");
        return Arrays.stream(plain.split("(?U)\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    @Test
    void wordsAreInLowerCaseWithoutPunctuation() {
        assertThat(Words.of(" Very good, VERY\u00a0cheap -- don't! "))
                .containsExactly("very", "good", "very", "cheap", "dont");
        assertThat(Words.of("İΟΔΟΣ")).containsExactly("i\u0307οδος");
        assertThat(Words.of("")).isEmpty();
        assertThat(Words.of("?! ...")).isEmpty();
        var random = new Random(1);
        for (var i = 0; i < 5000; i++) {
            var text = text(random);
            assertThat(Words.of(text)).as("'%s'", text).isEqualTo(expected(text));
        }
    }

    @Test
    void wordsAreFoundWhereTheyStand() {
        var random = new Random(2);
        for (var i = 0; i < 2000; i++) {
            var vocabulary = Words.of(text(random) + " bb aabb " + text(random)).stream()
                    .distinct()
                    .toList();
            var places = new HashMap<String, Integer>();
            vocabulary.forEach(word -> places.put(word, places.size()));
            var text = text(random) + " Aa BB, AaBB b'b " + text(random);
            var found = Words.of(text).stream().filter(places::containsKey).mapToInt(places::get);
            assertThat(new WordPlaces(vocabulary).in(text))
                    .as("'%s' in %s", text, vocabulary)
                    .containsExactly(found.toArray());
        }
    }
}
