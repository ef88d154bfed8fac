package dev.updraft.trees.prediction;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tree of few leaves, all of whose questions are asked of all rows: of a row that goes right, no leaf to the left is possible any
 * more, and in the end the first of those that are is the one it comes to. That has no branches and follows no links, so that
 * processors do it for many rows at once, which makes all questions cheaper than those on the way of a row.
 */
final class MaskedTree {
    /** Leaves that a word is about. */
    static final int WORD = Integer.SIZE;

    static final int MOST_WORDS = 4;
    /** Questions about sets, which are asked row by row. */
    private static final int MOST_SETS = 64;
    /** Words of a set, each category of which takes a byte. */
    private static final int MOST_SET_WORDS = 32;

    private final int firstLeaf;
    /** Of each word. */
    private final List<Questions> words;

    private MaskedTree(int firstLeaf, List<Questions> words) {
        this.firstLeaf = firstLeaf;
        this.words = words;
    }

    /**
     * Numbers the leaves of a tree from left to right.
     *
     * @param columns learns what rows are asked about
     * @param leafOf receives the number of each node that is a leaf
     * @return null if walking down is quicker; then there are no numbers
     */
    static @Nullable MaskedTree of(
            CompactTree tree, TreeArrays arrays, KeyColumns columns, LeafValues leaves, int[] leafOf) {
        if (leaves(tree, 0, MOST_WORDS * WORD) > MOST_WORDS * WORD) {
            return null;
        }
        var sets = 0;
        for (var node = 0; node < tree.nodes(); node++) {
            if (tree.asksAboutSet(node)
                    && (++sets > MOST_SETS || arrays.word((int) tree.threshold[node]) > MOST_SET_WORDS)) {
                return null;
            }
        }
        var numbering = new Numbering(tree, leaves, leafOf);
        numbering.number(0);
        return new MaskedTree(numbering.firstLeaf, numbering.words(arrays, columns));
    }

    /** How many leaves are below a node; not counted further than one more than {@code most}. */
    private static int leaves(CompactTree tree, int node, int most) {
        if (tree.isLeaf(node)) {
            return 1;
        }
        var left = leaves(tree, tree.next[node], most - 1);
        return left >= most ? most + 1 : left + leaves(tree, tree.next[node] + 1, most - left);
    }

    /** Leaves from left to right. */
    private static final class Numbering {
        private final CompactTree tree;
        private final LeafValues leaves;
        private final int[] leafOf;
        private final int firstLeaf;
        private final List<Split> splits = new ArrayList<>();

        /** A node with the leaves to its left, from {@code from} on. */
        private record Split(int node, int from, int to) {}

        Numbering(CompactTree tree, LeafValues leaves, int[] leafOf) {
            this.tree = tree;
            this.leaves = leaves;
            this.leafOf = leafOf;
            firstLeaf = leaves.count();
        }

        void number(int node) {
            if (tree.isLeaf(node)) {
                leafOf[node] = leaves.add(tree.next[node]);
                return;
            }
            var from = leaves.count() - firstLeaf;
            number(tree.next[node]);
            splits.add(new Split(node, from, leaves.count() - firstLeaf));
            number(tree.next[node] + 1);
        }

        List<Questions> words(TreeArrays arrays, KeyColumns columns) {
            var words = new ArrayList<Questions>();
            for (var first = 0; first < leaves.count() - firstLeaf; first += WORD) {
                var questions = new Questions.Builder(tree, arrays, columns);
                for (var split : splits) {
                    var left = below(split.to - first) & ~below(split.from - first);
                    if (left != 0) {
                        questions.add(split.node, ~left);
                    }
                }
                words.add(questions.build());
            }
            return words;
        }

        /** The bits of so many leaves. */
        private static int below(int leaves) {
            return leaves >= WORD ? -1 : leaves <= 0 ? 0 : (1 << leaves) - 1;
        }
    }

    /** Finds the leaves that rows come to, by their numbers. */
    void find(RowBlock block, int rows) {
        var possible = block.possible;
        for (var word = 0; word < words.size(); word++) {
            words.get(word).ask(block.columns, possible[word], rows);
        }
        switch (words.size()) {
            case 1 -> first(possible[0], firstLeaf, rows, block.leaves);
            case 2 -> first(possible[0], possible[1], firstLeaf, rows, block.leaves);
            default -> first(possible[0], possible[1], possible[2], possible[3], firstLeaf, rows, block.leaves);
        }
    }

    private static void first(int[] possible, int firstLeaf, int rows, int[] leaves) {
        for (var row = 0; row < rows; row++) {
            leaves[row] = firstLeaf + Integer.numberOfTrailingZeros(possible[row]);
        }
    }

    private static void first(int[] low, int[] high, int firstLeaf, int rows, int[] leaves) {
        for (var row = 0; row < rows; row++) {
            leaves[row] = firstLeaf + Long.numberOfTrailingZeros(both(low[row], high[row]));
        }
    }

    private static void first(int[] a, int[] b, int[] c, int[] d, int firstLeaf, int rows, int[] leaves) {
        for (var row = 0; row < rows; row++) {
            var low = both(a[row], b[row]);
            var high = both(c[row], d[row]);
            leaves[row] = firstLeaf
                    + (low != 0 ? Long.numberOfTrailingZeros(low) : Long.SIZE + Long.numberOfTrailingZeros(high));
        }
    }

    private static long both(int low, int high) {
        return (long) high << WORD | Integer.toUnsignedLong(low);
    }
}
