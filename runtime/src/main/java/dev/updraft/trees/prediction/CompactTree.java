package dev.updraft.trees.prediction;

import dev.updraft.compiler.ops.Op.TreeSum;
import java.util.Arrays;
import java.util.BitSet;

/**
 * A tree without the nodes of others: node 0 is the root, and a node is behind the one that leads to it. Where two nodes lead to
 * the same, it is there once, as in the arrays.
 */
final class CompactTree {
    /** Of each node what it asks about; negative of a leaf. */
    final int[] feature;
    /** Of each node the threshold, or the place of the set. */
    final float[] threshold;
    /** Of each node the one to the left, or the number of the leaf. */
    final int[] next;
    /** Of each node as {@link TreeSum} has it. */
    final int[] kind;

    /** The questions above the deepest leaf. */
    final int depth;

    private final int features;

    private CompactTree(TreeArrays arrays, int root) {
        features = arrays.features();
        var pairs = pairs(arrays, root);
        var nodes = 2 * pairs.length + 1;
        feature = new int[nodes];
        threshold = new float[nodes];
        next = new int[nodes];
        kind = new int[nodes];
        var depths = new int[nodes];
        var deepest = 0;
        for (var node = 0; node < nodes; node++) {
            var from = node == 0 ? root : root + pairs[(node - 1) / 2] + (node - 1) % 2;
            feature[node] = arrays.feature(from);
            next[node] = arrays.next(from);
            if (feature[node] < 0) {
                continue;
            }
            threshold[node] = arrays.threshold(from);
            kind[node] = arrays.kind(from);
            next[node] = 2 * Arrays.binarySearch(pairs, next[node] - root) + 1;
            for (var child = next[node]; child < next[node] + 2; child++) {
                depths[child] = Math.max(depths[child], depths[node] + 1);
                deepest = Math.max(deepest, depths[child]);
            }
        }
        depth = deepest;
    }

    /**
     * A tree of some.
     *
     * @throws RuntimeException if the arrays are no trees: a way does not end, or leads out of them
     */
    static CompactTree of(TreeArrays arrays, int tree) {
        return new CompactTree(arrays, arrays.root(tree));
    }

    /** How far behind the root the nodes are that another has to its left, in ascending order. */
    private int[] pairs(TreeArrays arrays, int root) {
        var pairs = new BitSet();
        visit(arrays, root, root, pairs);
        for (var pair = pairs.nextSetBit(0); pair >= 0; pair = pairs.nextSetBit(pair + 1)) {
            visit(arrays, root, root + pair, pairs);
            visit(arrays, root, root + pair + 1, pairs);
        }
        var places = new int[pairs.cardinality()];
        for (int i = 0, pair = -1; i < places.length; i++) {
            pair = pairs.nextSetBit(pair + 1);
            places[i] = pair;
        }
        return places;
    }

    private void visit(TreeArrays arrays, int root, int node, BitSet pairs) {
        var about = arrays.feature(node);
        if (about < 0) {
            return;
        }
        var left = arrays.next(node);
        if (about >= features || left <= node) {
            throw new IllegalArgumentException(
                    "these are no trees: node %s asks about feature %s of %s, and leads to node %s"
                            .formatted(node, about, features, left));
        }
        pairs.set(left - root);
    }

    int nodes() {
        return feature.length;
    }

    boolean isLeaf(int node) {
        return feature[node] < 0;
    }

    boolean asksAboutSet(int node) {
        return !isLeaf(node) && kind[node] >= TreeSum.SET;
    }

    /** Whether a node sends what is missing to the left. */
    boolean isMissingLeft(int node) {
        return kind[node] % 2 == TreeSum.MISSING_LEFT;
    }
}
