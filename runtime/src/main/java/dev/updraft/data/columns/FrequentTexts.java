package dev.updraft.data.columns;

import static java.util.Comparator.comparing;

import dev.updraft.data.ColumnValues;
import dev.updraft.data.internal.spill.SpillMemory;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The most frequent texts of a column, or the words in them. */
final class FrequentTexts {
    /** Of a text that is counted, in memory; more rather than less. */
    private static final int BYTES = 256;

    private static final int MOST_SHARES = 1 << 16;

    private static final Comparator<Map.Entry<String, Integer>> FREQUENT_FIRST = comparing(
                    (Map.Entry<String, Integer> entry) -> entry.getValue())
            .reversed()
            .thenComparing(Map.Entry::getKey);

    private final ColumnValues.Texts texts;
    private final Function<String, List<String>> parts;
    private final int most;
    /** By the codes of the texts. */
    private final int[] rows;

    private FrequentTexts(ColumnValues.Texts texts, int[] rows, Function<String, List<String>> parts, int most) {
        this.texts = texts;
        this.rows = rows;
        this.parts = parts;
        this.most = most;
    }

    /**
     * The most frequent ones, of equally frequent ones the first in the alphabet.
     *
     * @param rows how many there are
     * @param parts what is counted of a text
     */
    static List<String> of(ColumnValues.Texts texts, int rows, Function<String, List<String>> parts, int most) {
        var ofCode = new int[texts.texts().size()];
        for (var row = 0; row < rows; row++) {
            var code = texts.code(row);
            if (code >= 0) {
                ofCode[code]++;
            }
        }
        var frequent = new FrequentTexts(texts, ofCode, parts, most);
        // Where they are too many for memory, a share of them is counted at a time.
        for (var shares = 1; ; shares *= 2) {
            var found = frequent.find(shares);
            if (found != null) {
                return found;
            }
        }
    }

    /** Null if a share is too large. */
    private @Nullable List<String> find(int shares) {
        var best = List.<Map.Entry<String, Integer>>of();
        for (var share = 0; share < shares; share++) {
            var counts = counts(share, shares);
            if (counts == null) {
                return null;
            }
            best = Stream.concat(best.stream(), counts.entrySet().stream())
                    .sorted(FREQUENT_FIRST)
                    .limit(most)
                    .map(Map.Entry::copyOf)
                    .toList();
        }
        return best.stream().map(Map.Entry::getKey).toList();
    }

    private @Nullable Map<String, Integer> counts(int share, int shares) {
        var largest = Math.max(4, SpillMemory.limit() / BYTES);
        var counts = new HashMap<String, Integer>();
        for (var code = 0; code < rows.length; code++) {
            if (rows[code] > 0) {
                for (var part : parts.apply(texts.texts().get(code))) {
                    if (shareOf(part, shares) == share) {
                        counts.merge(part, rows[code], Integer::sum);
                    }
                }
                if (counts.size() > largest && shares < MOST_SHARES) {
                    return null;
                }
            }
        }
        return counts;
    }

    private static int shareOf(String text, int shares) {
        var hash = text.hashCode() * 0x9E3779B9;
        return (hash >>> 16) & (shares - 1);
    }
}
