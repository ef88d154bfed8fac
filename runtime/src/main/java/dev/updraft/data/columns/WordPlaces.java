package dev.updraft.data.columns;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The places of words in a vocabulary, looked up where they stand in a text: a hash table with open addressing. */
final class WordPlaces {
    private final @Nullable String[] words;
    private final int[] places;

    WordPlaces(List<String> vocabulary) {
        words = new String[4 * Integer.highestOneBit(Math.max(1, vocabulary.size()))];
        places = new int[words.length];
        for (var place = 0; place < vocabulary.size(); place++) {
            var word = vocabulary.get(place);
            var slot = slot(word.hashCode());
            while (words[slot] != null) {
                slot = next(slot);
            }
            words[slot] = word;
            places[slot] = place;
        }
    }

    private int slot(int hash) {
        return (hash ^ (hash >>> 16)) & (words.length - 1);
    }

    private int next(int slot) {
        return (slot + 1) & (words.length - 1);
    }

    /** The place of the word there; -1 if it is none of these. */
    int of(String letters, int from, int to) {
        var slot = slot(Words.hash(letters, from, to));
        for (var word = words[slot]; word != null; word = words[slot]) {
            if (Words.is(word, letters, from, to)) {
                return places[slot];
            }
            slot = next(slot);
        }
        return -1;
    }

    /** The places of all words of a text that are known, in its order. */
    int[] in(String text) {
        var letters = Words.letters(text);
        var found = IntStream.builder();
        for (var from = Words.start(letters, 0); from < letters.length(); ) {
            var to = Words.end(letters, from);
            var place = of(letters, from, to);
            if (place >= 0) {
                found.add(place);
            }
            from = Words.start(letters, to);
        }
        return found.build().toArray();
    }
}
