package dev.updraft.trees.prediction;

import dev.updraft.compiler.ops.Op.TreeSum;
import java.util.Arrays;
import java.util.List;

/**
 * Trees that are walked down from the root, eight ways side by side without branches, so that the processor waits for none of
 * them. Ways down trees that ask about sets are gone one by one.
 */
final class WalkedTrees {
    static final int SIDE_BY_SIDE = 8;
    /** Above this many levels all are gone through, below it ways are looked at whether all have ended. */
    private static final int LEVELS_UNSEEN = 12;
    /** Instead of a depth, of trees that ask about sets. */
    private static final int WITH_SETS = -1;

    private static final int SET = 2;
    private static final int FLAGS = 2;

    /** Of each tree its first node; a leaf behind the last tree, so that there are always eight. */
    private final int[] roots;
    /** Of each tree the questions above its deepest leaf. */
    private final int[] depths;
    /** The same of eight trees side by side. */
    private final int[] depthsOfEight;
    /**
     * Of each node the threshold's key, or the place of the set, in the upper half, and in the lower its left child; of a leaf
     * itself, which it leads to whatever the threshold is compared with.
     */
    private final long[] nodes;
    /** Of each node what it asks about, and in the lowest bits whether that is missing left, and whether it asks about a set. */
    private final int[] places;
    /** Of each node that is a leaf, its number. */
    private final int[] leafOf;
    /** As the arrays have them, to the end of the last one. */
    private final int[] sets;

    /** @param leafOf of each tree the numbers of those nodes that are leaves */
    WalkedTrees(List<CompactTree> trees, List<int[]> leafOf, TreeArrays arrays) {
        roots = new int[Math.ceilDiv(trees.size(), SIDE_BY_SIDE) * SIDE_BY_SIDE];
        depths = new int[trees.size()];
        depthsOfEight = new int[roots.length / SIDE_BY_SIDE];
        var count = trees.stream().mapToInt(CompactTree::nodes).reduce(0, Math::addExact);
        nodes = new long[count + 1];
        places = new int[count + 1];
        this.leafOf = new int[count + 1];
        var root = 0;
        var setsEnd = 0;
        for (var i = 0; i < trees.size(); i++) {
            var tree = trees.get(i);
            roots[i] = root;
            depths[i] = tree.depth;
            for (var node = 0; node < tree.nodes(); node++) {
                add(tree, node, root);
                this.leafOf[root + node] = leafOf.get(i)[node];
                if (tree.asksAboutSet(node)) {
                    depths[i] = WITH_SETS;
                    setsEnd = Math.max(setsEnd, endOfSet((int) tree.threshold[node], arrays));
                }
            }
            root += tree.nodes();
        }
        addLeaf(root);
        Arrays.fill(roots, trees.size(), roots.length, root);
        for (var eight = 0; eight < depthsOfEight.length; eight++) {
            depthsOfEight[eight] = depth(eight * SIDE_BY_SIDE);
        }
        sets = new int[setsEnd];
        Arrays.setAll(sets, arrays::word);
    }

    private static int endOfSet(int set, TreeArrays arrays) {
        return Math.addExact(set + 1, arrays.word(set));
    }

    private int depth(int first) {
        var deepest = 0;
        for (var tree = first; tree < Math.min(depths.length, first + SIDE_BY_SIDE); tree++) {
            if (depths[tree] == WITH_SETS) {
                return WITH_SETS;
            }
            deepest = Math.max(deepest, depths[tree]);
        }
        return deepest;
    }

    private void add(CompactTree tree, int node, int root) {
        if (tree.isLeaf(node)) {
            addLeaf(root + node);
            return;
        }
        var missingLeft = tree.isMissingLeft(node) ? TreeSum.MISSING_LEFT : 0;
        var set = tree.asksAboutSet(node) ? SET : 0;
        places[root + node] = Math.multiplyExact(tree.feature[node], 1 << FLAGS) | set | missingLeft;
        // NaN's key plus 1 is less than any, and others compare as before.
        var threshold =
                set == 0 ? FloatKeys.ofThreshold(tree.threshold[node]) + missingLeft : (int) tree.threshold[node];
        nodes[root + node] = (long) threshold << Integer.SIZE | root + tree.next[node];
    }

    private void addLeaf(int node) {
        nodes[node] = (long) FloatKeys.MISSING << Integer.SIZE | node;
    }

    /**
     * Finds the leaves of a tree that rows come to, and perhaps those of rows behind them.
     *
     * @param keys rows × features
     */
    void find(int tree, int[] keys, int features, int rows, RowBlock block) {
        var root = roots[tree];
        if (depths[tree] == WITH_SETS) {
            for (var row = 0; row < rows; row++) {
                block.leaves[row] = leafWithSets(keys, row * features, root);
            }
            return;
        }
        Arrays.fill(block.starts, root);
        for (var row = 0; row < rows; row += SIDE_BY_SIDE) {
            descend(
                    nodes,
                    places,
                    leafOf,
                    keys,
                    row * features,
                    features,
                    block.starts,
                    0,
                    depths[tree],
                    block.leaves,
                    row);
        }
    }

    /**
     * Finds the leaves of eight trees that a row comes to.
     *
     * @param first the first of the trees
     * @param at where the row begins in the keys
     */
    void findInEight(int first, int[] keys, int at, RowBlock block) {
        var depth = depthsOfEight[first / SIDE_BY_SIDE];
        if (depth != WITH_SETS) {
            descend(nodes, places, leafOf, keys, at, 0, roots, first, depth, block.leaves, 0);
            return;
        }
        for (var i = 0; i < SIDE_BY_SIDE; i++) {
            block.leaves[i] = leafWithSets(keys, at, roots[first + i]);
        }
    }

    /**
     * Goes eight ways.
     *
     * @param at where the keys of the first begin
     * @param stride how far behind those of the next do
     * @param starts where ways begin, from {@code first} on
     * @param leaves receives the numbers of the leaves, from {@code to} on
     */
    private static void descend(
            long[] nodes,
            int[] places,
            int[] leafOf,
            int[] keys,
            int at,
            int stride,
            int[] starts,
            int first,
            int depth,
            int[] leaves,
            int to) {
        int n0 = starts[first], n1 = starts[first + 1], n2 = starts[first + 2], n3 = starts[first + 3];
        int n4 = starts[first + 4], n5 = starts[first + 5], n6 = starts[first + 6], n7 = starts[first + 7];
        int k1 = at + stride, k2 = k1 + stride, k3 = k2 + stride, k4 = k3 + stride;
        int k5 = k4 + stride, k6 = k5 + stride, k7 = k6 + stride;
        for (var level = 0; level < depth; level++) {
            var before = level < LEVELS_UNSEEN ? 0 : n0 + n1 + n2 + n3 + n4 + n5 + n6 + n7;
            n0 = next(nodes, places, keys, at, n0);
            n1 = next(nodes, places, keys, k1, n1);
            n2 = next(nodes, places, keys, k2, n2);
            n3 = next(nodes, places, keys, k3, n3);
            n4 = next(nodes, places, keys, k4, n4);
            n5 = next(nodes, places, keys, k5, n5);
            n6 = next(nodes, places, keys, k6, n6);
            n7 = next(nodes, places, keys, k7, n7);
            // Numbers of nodes never fall, so that an equal sum means that all ways have ended.
            if (level >= LEVELS_UNSEEN && before == n0 + n1 + n2 + n3 + n4 + n5 + n6 + n7) {
                break;
            }
        }
        leaves[to] = leafOf[n0];
        leaves[to + 1] = leafOf[n1];
        leaves[to + 2] = leafOf[n2];
        leaves[to + 3] = leafOf[n3];
        leaves[to + 4] = leafOf[n4];
        leaves[to + 5] = leafOf[n5];
        leaves[to + 6] = leafOf[n6];
        leaves[to + 7] = leafOf[n7];
    }

    private static int next(long[] nodes, int[] places, int[] keys, int at, int node) {
        var packed = nodes[node];
        var place = places[node];
        var key = keys[at + (place >>> FLAGS)] + (place & TreeSum.MISSING_LEFT);
        var right = ((packed >> Integer.SIZE) - key) >>> (Long.SIZE - 1);
        return (int) (packed + right);
    }

    private int leafWithSets(int[] keys, int at, int root) {
        var node = root;
        while (true) {
            var left = (int) nodes[node];
            if (left == node) {
                return leafOf[node];
            }
            var place = places[node];
            node = (place & SET) == 0
                    ? next(nodes, places, keys, at, node)
                    : isInSet(keys[at + (place >>> FLAGS)], (int) (nodes[node] >> Integer.SIZE), place)
                            ? left
                            : left + 1;
        }
    }

    private boolean isInSet(int key, int set, int place) {
        var category = key == FloatKeys.MISSING ? -1 : (int) FloatKeys.value(key);
        var word = category / TreeSum.SET_BITS;
        if (category < 0 || word >= sets[set]) {
            return (place & TreeSum.MISSING_LEFT) != 0;
        }
        return (sets[set + 1 + word] >> category % TreeSum.SET_BITS & 1) == 1;
    }
}
