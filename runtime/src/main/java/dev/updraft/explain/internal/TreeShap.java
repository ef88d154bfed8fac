package dev.updraft.explain.internal;

import dev.updraft.trees.Tree;

/**
 * Shapley values of one tree: algorithm 2 of Lundberg, Erion and Lee, arXiv:1802.03888. On the way to a leaf it keeps for each player
 * that was asked about the part of rows that come this way without it ({@code zeros}) and with it ({@code ones}, 0 or 1), and for
 * each number of players how much the sets of that many weigh together.
 */
final class TreeShap {
    private final Tree tree;
    private final Cover cover;
    private final int[] playerOf;
    private final int stride;
    private final double[] expectation;

    /** @param playerOf by feature: the player it belongs to; several may belong to one */
    TreeShap(Tree tree, int[] playerOf, int players) {
        this.tree = tree;
        this.playerOf = playerOf;
        cover = Cover.of(tree);
        expectation = cover.expectation(tree);
        stride = Math.min(depth(tree), players) + 2;
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

    /**
     * Adds the Shapley values of a row.
     *
     * @param into by output of the tree, then player
     */
    void add(float[] row, double[][] into) {
        new Way(row, into).follow(0, new Path(stride), -1, 1, 1);
    }

    /** The players on the way to a node. The first entry is no player's. */
    private static final class Path {
        private final int[] players;
        private final double[] zeros;
        private final double[] ones;
        private final double[] weights;
        private int length;

        Path(int stride) {
            players = new int[stride];
            zeros = new double[stride];
            ones = new double[stride];
            weights = new double[stride];
        }

        Path copy() {
            var copy = new Path(players.length);
            System.arraycopy(players, 0, copy.players, 0, length);
            System.arraycopy(zeros, 0, copy.zeros, 0, length);
            System.arraycopy(ones, 0, copy.ones, 0, length);
            System.arraycopy(weights, 0, copy.weights, 0, length);
            copy.length = length;
            return copy;
        }

        /** The place of a player; -1 if it was not asked about yet. */
        int find(int player) {
            for (var i = 1; i < length; i++) {
                if (players[i] == player) {
                    return i;
                }
            }
            return -1;
        }

        void extend(int player, double zero, double one) {
            var last = length++;
            players[last] = player;
            zeros[last] = zero;
            ones[last] = one;
            weights[last] = last == 0 ? 1 : 0;
            for (var i = last - 1; i >= 0; i--) {
                weights[i + 1] += one * weights[i] * (i + 1) / (last + 1);
                weights[i] = zero * weights[i] * (last - i) / (last + 1);
            }
        }

        /** Undoes {@link #extend} for the player at a place. */
        void unwind(int place) {
            var last = length - 1;
            var zero = zeros[place];
            var one = ones[place];
            var next = weights[last];
            for (var i = last - 1; i >= 0; i--) {
                if (one != 0) {
                    var weight = weights[i];
                    weights[i] = next * (last + 1) / ((i + 1) * one);
                    next = weight - weights[i] * zero * (last - i) / (last + 1);
                } else {
                    weights[i] = weights[i] * (last + 1) / (zero * (last - i));
                }
            }
            for (var i = place; i < last; i++) {
                players[i] = players[i + 1];
                zeros[i] = zeros[i + 1];
                ones[i] = ones[i + 1];
            }
            length = last;
        }

        /** The sum of the weights without the player at a place. */
        double without(int place) {
            var last = length - 1;
            var zero = zeros[place];
            var one = ones[place];
            var next = weights[last];
            var sum = 0.0;
            for (var i = last - 1; i >= 0; i--) {
                if (one != 0) {
                    var weight = next * (last + 1) / ((i + 1) * one);
                    sum += weight;
                    next = weights[i] - weight * zero * (last - i) / (last + 1);
                } else {
                    sum += weights[i] * (last + 1) / (zero * (last - i));
                }
            }
            return sum;
        }
    }

    /** The ways of one row. */
    private final class Way {
        private final float[] row;
        private final double[][] into;

        Way(float[] row, double[][] into) {
            this.row = row;
            this.into = into;
        }

        /** @param path it may change */
        void follow(int node, Path path, int player, double zero, double one) {
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
                zeroSoFar = path.zeros[known];
                oneSoFar = path.ones[known];
                path.unwind(known);
            }
            var isLeft = tree.goesLeft(node, row[tree.feature()[node]]);
            for (var left : new boolean[] {true, false}) {
                var zeroHere = zeroSoFar * cover.of(node, left);
                var oneHere = left == isLeft ? oneSoFar : 0;
                // No row comes this way, with the player or without.
                if (zeroHere != 0 || oneHere != 0) {
                    follow(left ? child : child + 1, left ? path.copy() : path, asked, zeroHere, oneHere);
                }
            }
        }

        private void addLeaf(int node, Path path) {
            for (var i = 1; i < path.length; i++) {
                var weight = path.without(i) * (path.ones[i] - path.zeros[i]);
                for (var output = 0; output < into.length; output++) {
                    into[output][path.players[i]] += weight * tree.values()[node * into.length + output];
                }
            }
        }
    }
}
