package dev.updraft.foreign.lightgbm;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableSet;

/** The sets of categories that nodes of a tree ask about; what is in one goes left. */
final class LightgbmSets {
    private static final long MOST_WORD = 0xffff_ffffL;
    private static final int CATEGORICAL = 1;

    private LightgbmSets() {}

    /** In the order of their numbers; bit {@code c} is that of category {@code c}. */
    static BitSet[] of(Section tree) {
        var count = tree.whole("num_cat", 0, Integer.MAX_VALUE - 1);
        if (count == 0) {
            return new BitSet[0];
        }
        var ends = tree.wholes("cat_boundaries", count + 1, 0, Integer.MAX_VALUE);
        var words = tree.wholes("cat_threshold", (int) ends[count], 0, MOST_WORD);
        var sets = new BitSet[count];
        for (var set = 0; set < count; set++) {
            if (ends[set] > ends[set + 1] || ends[set + 1] > words.length) {
                throw tree.wrong("cat_boundaries", "element " + (set + 1) + " is below the one before it");
            }
            sets[set] = bits(Arrays.copyOfRange(words, (int) ends[set], (int) ends[set + 1]));
        }
        return sets;
    }

    private static BitSet bits(long... words) {
        var bits = new BitSet();
        for (var word = 0; word < words.length; word++) {
            for (var bit = 0; bit < Integer.SIZE; bit++) {
                if (((words[word] >> bit) & 1) == 1) {
                    bits.set(word * Integer.SIZE + bit);
                }
            }
        }
        return bits;
    }

    static boolean isAsked(long decision) {
        return (decision & CATEGORICAL) != 0;
    }

    /** Which of the sets a node asks about. */
    static BitSet of(Section tree, BitSet[] sets, int node, double threshold) {
        if (!(threshold >= 0 && threshold < sets.length && threshold == Math.rint(threshold))) {
            throw tree.wrong(
                    "threshold", "element " + node + " is no number of a set, of which there are " + sets.length);
        }
        return sets[(int) threshold];
    }

    /** Adds the categories in sets to those of their features. */
    static void addTo(Section tree, List<NavigableSet<Integer>> codes) {
        var sets = of(tree);
        if (sets.length == 0) {
            return;
        }
        var questions = tree.whole("num_leaves", 1, Integer.MAX_VALUE) - 1;
        var about = tree.wholes("split_feature", questions, 0, codes.size() - 1);
        var thresholds = tree.numbers("threshold", questions);
        var decisions = tree.wholes("decision_type", questions, 0, Byte.MAX_VALUE);
        for (var node = 0; node < questions; node++) {
            if (isAsked(decisions[node])) {
                of(tree, sets, node, thresholds[node]).stream().forEach(codes.get((int) about[node])::add);
            }
        }
    }
}
