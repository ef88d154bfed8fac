package dev.updraft.explain.internal;

import dev.updraft.explain.internal.TreeShap.RowShap;
import dev.updraft.trees.Tree;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What each leaf of a tree counts for the players on the way to it. Beside the parts of rows that go each way, it depends only on
 * which of them the row answers as the way does: a bit for each player. There are few such patterns, so that each is computed once
 * for many rows: Yang, Fast TreeSHAP, arXiv:2109.09847.
 */
final class LeafPatterns {
    /** Players on the way to a leaf, of which there are two to that power of patterns. */
    private static final int MOST_PLAYERS = 10;

    private final Tree tree;
    private final Cover cover;
    private final int[] playerOf;
    /** By node that asks: the place of the player on the ways through it. */
    private final int[] placeOf;
    /** By node: the players on the way to it, and the part of rows that come without each. */
    private final int[][] players;

    private final double[][] zeros;

    private LeafPatterns(Tree tree, int[] playerOf, Cover cover) {
        this.tree = tree;
        this.playerOf = playerOf;
        this.cover = cover;
        placeOf = new int[tree.nodes()];
        players = new int[tree.nodes()][];
        zeros = new double[tree.nodes()][];
    }

    /** Those of a tree; null if there are too many players on the way to a leaf. */
    static @Nullable LeafPatterns of(Tree tree, int[] playerOf, Cover cover) {
        var patterns = new LeafPatterns(tree, playerOf, cover);
        return patterns.fill() ? patterns : null;
    }

    /** Children stand behind their parent. */
    private boolean fill() {
        players[0] = new int[0];
        zeros[0] = new double[0];
        for (var node = 0; node < tree.nodes(); node++) {
            var child = tree.left()[node];
            if (child < 0) {
                continue;
            }
            var asked = playerOf[tree.feature()[node]];
            var place = find(players[node], asked);
            placeOf[node] = place;
            if (place == MOST_PLAYERS) {
                return false;
            }
            for (var left : new boolean[] {true, false}) {
                var next = left ? child : child + 1;
                var isNew = place == players[node].length;
                players[next] = Arrays.copyOf(players[node], players[node].length + (isNew ? 1 : 0));
                zeros[next] = Arrays.copyOf(zeros[node], players[next].length);
                players[next][place] = asked;
                zeros[next][place] = (isNew ? 1 : zeros[next][place]) * cover.of(node, left);
            }
        }
        return true;
    }

    private static int find(int[] players, int player) {
        for (var i = 0; i < players.length; i++) {
            if (players[i] == player) {
                return i;
            }
        }
        return players.length;
    }

    RowShap rows() {
        return new Rows();
    }

    /** What has been computed so far. */
    private final class Rows implements RowShap {
        private final int[] pattern = new int[tree.nodes()];
        /** By leaf: for each pattern a number for each player. */
        private final double[][] weights = new double[tree.nodes()][];

        private final BitSet[] isComputed = new BitSet[tree.nodes()];
        private final ShapPath path = new ShapPath(MOST_PLAYERS + 1);

        @Override
        public void add(float[] row, double[][] into) {
            pattern[0] = 0;
            for (var node = 0; node < pattern.length; node++) {
                var child = tree.left()[node];
                if (child < 0) {
                    addLeaf(node, into);
                    continue;
                }
                var bit = 1 << placeOf[node];
                var isKnown = placeOf[node] < players[node].length;
                var with = isKnown ? pattern[node] : pattern[node] | bit;
                var without = pattern[node] & ~bit;
                var isLeft = tree.goesLeft(node, row[tree.feature()[node]]);
                pattern[child] = isLeft ? with : without;
                pattern[child + 1] = isLeft ? without : with;
            }
        }

        private void addLeaf(int leaf, double[][] into) {
            var ofLeaf = players[leaf];
            var first = pattern[leaf] * ofLeaf.length;
            var known = weights(leaf);
            for (var output = 0; output < into.length; output++) {
                var value = tree.values()[leaf * into.length + output];
                for (var i = 0; i < ofLeaf.length; i++) {
                    into[output][ofLeaf[i]] += known[first + i] * value;
                }
            }
        }

        private double[] weights(int leaf) {
            var known = weights[leaf];
            var computed = isComputed[leaf];
            if (known == null || computed == null) {
                var count = players[leaf].length;
                known = new double[count * (1 << count)];
                computed = new BitSet();
                weights[leaf] = known;
                isComputed[leaf] = computed;
            }
            if (!computed.get(pattern[leaf])) {
                computed.set(pattern[leaf]);
                compute(leaf, known);
            }
            return known;
        }

        private void compute(int leaf, double[] known) {
            var count = players[leaf].length;
            path.clear();
            path.extend(-1, 1, 1);
            for (var i = 0; i < count; i++) {
                var one = pattern[leaf] >> i & 1;
                if (one == 0 && zeros[leaf][i] == 0) {
                    // No row comes this way, with the player or without.
                    return;
                }
                path.extend(players[leaf][i], zeros[leaf][i], one);
            }
            for (var i = 0; i < count; i++) {
                known[pattern[leaf] * count + i] = path.weight(i + 1);
            }
        }
    }
}
