package dev.updraft.trees;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;

/** Makes a tree of the nodes that have grown. */
final class TreeAssembly {
    private TreeAssembly() {}

    static Tree of(BinnedFeatures data, List<GrowingNode> nodes, int outputs, Objective objective, RowCounter counter) {
        var count = nodes.size();
        var feature = new int[count];
        var threshold = new float[count];
        var left = new int[count];
        var missingLeft = new boolean[count];
        var setStart = new int[count + 1];
        var setWords = new int[0];
        var gain = new float[count];
        var curvature = new float[count];
        var rows = new int[count];
        var values = new float[count * outputs];
        for (var i = 0; i < count; i++) {
            var node = nodes.get(i);
            left[i] = node.left;
            curvature[i] = (float) objective.weight(node.sums);
            if (node.left < 0) {
                feature[i] = -1;
                rows[i] = counter.count(node);
                for (var k = 0; k < outputs; k++) {
                    values[i * outputs + k] = (float) objective.value(node.sums, k, node.lower, node.upper);
                }
            } else {
                var split = requireNonNull(node.split);
                var bins = data.bins(split.feature());
                feature[i] = split.feature();
                missingLeft[i] = split.missingLeft();
                gain[i] = (float) split.gain();
                if (split.set() == null) {
                    threshold[i] = bins.above(split.bin());
                } else {
                    setWords = append(setWords, words(split.set(), split.missingLeft()));
                }
            }
            setStart[i + 1] = setWords.length;
        }
        for (var i = count - 1; i >= 0; i--) {
            if (left[i] >= 0) {
                rows[i] = rows[left[i]] + rows[left[i] + 1];
            }
        }
        return new Tree(
                outputs, feature, threshold, left, missingLeft, setStart, setWords, gain, curvature, rows, values);
    }

    private static int[] append(int[] words, int[] more) {
        var all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return all;
    }

    /** The categories of the bins in a set; codes of the last word that are no categories go where missing values go. */
    private static int[] words(boolean[] set, boolean missingLeft) {
        var categories = set.length - 1;
        var words = new int[(categories + Tree.SET_WORD_BITS - 1) / Tree.SET_WORD_BITS];
        for (var code = 0; code < words.length * Tree.SET_WORD_BITS; code++) {
            if (code < categories ? set[code + 1] : missingLeft) {
                words[code / Tree.SET_WORD_BITS] |= 1 << code % Tree.SET_WORD_BITS;
            }
        }
        return words;
    }
}
