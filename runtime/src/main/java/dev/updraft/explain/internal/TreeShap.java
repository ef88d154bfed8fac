package dev.updraft.explain.internal;

import dev.updraft.trees.Tree;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Shapley values of one tree: algorithm 2 of Lundberg, Erion and Lee, arXiv:1802.03888. Where few players are asked about on the way
 * to each leaf, what a leaf counts is {@link LeafPatterns remembered} from row to row.
 */
final class TreeShap {
    private static final boolean[] BOTH = {true, false};

    private final Tree tree;
    private final Cover cover;
    private final int[] playerOf;
    private final int depth;
    private final int stride;
    private final double[] expectation;
    private final @Nullable LeafPatterns patterns;

    /** @param playerOf by feature: the player it belongs to; several may belong to one */
    TreeShap(Tree tree, int[] playerOf, int players) {
        this.tree = tree;
        this.playerOf = playerOf;
        cover = Cover.of(tree);
        expectation = cover.expectation(tree);
        depth = depth(tree);
        stride = Math.min(depth, players) + 2;
        patterns = LeafPatterns.of(tree, playerOf, cover);
    }

    private static int depth(Tree tree) {
        var depths = new int[tree.nodes()];
        var deepest = 0;
        for (var node = 0; node < depths.length; node++) {
            var child = tree.left()[node];
            if (child >= 0) {
                depths[child] = depths[node] + 1;
                depths[child + 1] = depths[node] + 1;
                deepest = Math.max(deepest, depths[node] + 1);
            }
        }
        return deepest;
    }

    /** What the tree gives a row of which nothing is known: one number for each of its outputs. */
    double[] expectation() {
        return expectation;
    }

    /** Explains rows one after the other; what it gives for a row does not depend on those before it. */
    interface RowShap {
        /**
         * Adds the Shapley values of a row.
         *
         * @param into by output of the tree, then player
         */
        void add(float[] row, double[][] into);
    }

    /** For one thread. */
    RowShap rows() {
        return patterns == null ? new Walk() : patterns.rows();
    }

    /** The same without remembering anything. */
    RowShap walk() {
        return new Walk();
    }

    /** Goes all ways of one row after the other. */
    private final class Walk implements RowShap {
        private final ShapPath[] paths = new ShapPath[depth + 1];
        private float[] row = {};
        private double[][] into = {};

        Walk() {
            Arrays.setAll(paths, _ -> new ShapPath(stride));
        }

        @Override
        public void add(float[] values, double[][] sums) {
            row = values;
            into = sums;
            paths[0].clear();
            follow(0, 0, -1, 1, 1);
        }

        /** @param level whose path, which is that to the parent, may change */
        private void follow(int node, int level, int player, double zero, double one) {
            var path = paths[level];
            path.extend(player, zero, one);
            var child = tree.left()[node];
            if (child < 0) {
                addLeaf(node, path);
                return;
            }
            var asked = playerOf[tree.feature()[node]];
            var known = path.find(asked);
            var zeroSoFar = 1.0;
            var oneSoFar = 1.0;
            if (known >= 0) {
                zeroSoFar = path.zero(known);
                oneSoFar = path.one(known);
                path.unwind(known);
            }
            var isLeft = tree.goesLeft(node, row[tree.feature()[node]]);
            for (var left : BOTH) {
                var zeroHere = zeroSoFar * cover.of(node, left);
                var oneHere = left == isLeft ? oneSoFar : 0;
                // No row comes this way, with the player or without.
                if (zeroHere != 0 || oneHere != 0) {
                    paths[level + 1].copyFrom(path);
                    follow(left ? child : child + 1, level + 1, asked, zeroHere, oneHere);
                }
            }
        }

        private void addLeaf(int node, ShapPath path) {
            for (var i = 1; i < path.length(); i++) {
                var weight = path.weight(i);
                for (var output = 0; output < into.length; output++) {
                    into[output][path.player(i)] += weight * tree.values()[node * into.length + output];
                }
            }
        }
    }
}
