package dev.updraft.trees;

import java.util.List;

/**
 * Adds up the values of many trees for many rows. The trees' nodes lie in arrays; eight rows go down a tree side by side without
 * branches, so that the processor waits for none of them. Trees that split by categories are followed row by row.
 */
public final class TreePredictor {
    /** Rows whose features are copied at a time. */
    private static final int BLOCK = 64;
    /** Rows that go down a tree side by side. */
    private static final int SIDE_BY_SIDE = 8;
    /** Below this many levels all are gone through, behind it rows are looked at whether they are in leaves. */
    private static final int LEVELS_UNSEEN = 12;

    /** What a missing value is among keys: one more is less than all others. */
    private static final int MISSING = Integer.MAX_VALUE;

    private final List<Tree> trees;
    private final int features;
    private final int outputs;
    /** Per tree: its first node. */
    private final int[] roots;
    /** Per tree: the splits above its deepest leaf; −1 if it splits by categories. */
    private final int[] depths;
    /** Per node: the threshold's key in the upper half, its left child, or itself in a leaf, in the lower. */
    private final long[] nodes;
    /** Per node: where the feature's keys begin, and 1 in the lowest bit if missing values go left. */
    private final int[] places;

    /**
     * @param features the number of features per row
     * @param outputs the number of sums per row; a tree of one output adds to output {@code i % outputs}, i being its number
     */
    public TreePredictor(List<Tree> trees, int features, int outputs) {
        this.trees = List.copyOf(trees);
        this.features = features;
        this.outputs = outputs;
        roots = new int[trees.size()];
        depths = new int[trees.size()];
        var count = 0;
        for (var i = 0; i < roots.length; i++) {
            var of = trees.get(i).outputs();
            if (of != 1 && of != outputs) {
                throw new IllegalArgumentException("tree %s has %s outputs, not 1 or %s".formatted(i, of, outputs));
            }
            roots[i] = count;
            count = Math.addExact(count, trees.get(i).nodes());
        }
        nodes = new long[count];
        places = new int[count];
        for (var i = 0; i < roots.length; i++) {
            depths[i] = flatten(trees.get(i), roots[i]);
        }
    }

    private int flatten(Tree tree, int root) {
        var depth = new int[tree.nodes()];
        var deepest = 0;
        for (var node = 0; node < tree.nodes(); node++) {
            var feature = tree.feature()[node];
            var left = tree.left()[node];
            if (feature < 0) {
                nodes[root + node] = (long) MISSING << Integer.SIZE | root + node;
                continue;
            }
            if (tree.setStart()[node] < tree.setStart()[node + 1]) {
                return -1;
            }
            var missingLeft = tree.missingLeft()[node] ? 1 : 0;
            // A missing value plus 1 is less than any threshold, and others compare as before.
            var threshold = key(tree.threshold()[node]) + missingLeft;
            nodes[root + node] = (long) threshold << Integer.SIZE | root + left;
            places[root + node] = Math.multiplyExact(feature, BLOCK) << 1 | missingLeft;
            depth[left] = depth[node] + 1;
            depth[left + 1] = depth[node] + 1;
            deepest = Math.max(deepest, depth[left]);
        }
        return deepest;
    }

    /** A number that compares as the value does, as integers; that of NaN is the largest. */
    private static int key(float value) {
        if (Float.isNaN(value)) {
            return MISSING;
        }
        var bits = Float.floatToRawIntBits(value + 0f);
        return bits ^ bits >> 31 & Integer.MAX_VALUE;
    }

    /**
     * Adds {@code scale} times the values of all trees.
     *
     * @param rows rows × features
     * @param sums rows × outputs
     */
    public void addTo(float[] rows, float[] sums, float scale, Workers workers) {
        if (rows.length % features != 0 || sums.length != rows.length / features * outputs) {
            throw new IllegalArgumentException("%s values and %s sums are not rows of %s features and %s outputs"
                    .formatted(rows.length, sums.length, features, outputs));
        }
        var count = rows.length / features;
        var task = BLOCK * SIDE_BY_SIDE;
        workers.run((count + task - 1) / task, (index, _) -> {
            var keys = new int[BLOCK * features];
            var leaves = new int[BLOCK];
            var end = Math.min(count, (index + 1) * task);
            for (var from = index * task; from < end; from += BLOCK) {
                var some = Math.min(BLOCK, end - from);
                transpose(rows, from, some, keys);
                addBlock(rows, from, some, sums, scale, keys, leaves);
            }
        });
    }

    private void transpose(float[] rows, int from, int count, int[] keys) {
        for (var row = 0; row < count; row++) {
            var start = (from + row) * features;
            for (var feature = 0; feature < features; feature++) {
                keys[feature * BLOCK + row] = key(rows[start + feature]);
            }
        }
    }

    private void addBlock(float[] rows, int from, int count, float[] sums, float scale, int[] keys, int[] leaves) {
        for (var i = 0; i < roots.length; i++) {
            var tree = trees.get(i);
            if (depths[i] < 0) {
                for (var row = 0; row < count; row++) {
                    leaves[row] = roots[i] + tree.leafOf(rows, (from + row) * features);
                }
            } else {
                for (var row = 0; row < count; row += SIDE_BY_SIDE) {
                    descend(nodes, places, keys, row, roots[i], depths[i], leaves);
                }
            }
            add(tree, i, roots[i], from, count, sums, scale, leaves);
        }
    }

    private void add(Tree tree, int index, int root, int from, int count, float[] sums, float scale, int[] leaves) {
        var values = tree.values();
        if (tree.outputs() == 1) {
            for (int row = 0, place = from * outputs + index % outputs; row < count; row++, place += outputs) {
                sums[place] += scale * values[leaves[row] - root];
            }
            return;
        }
        for (var row = 0; row < count; row++) {
            for (var k = 0; k < outputs; k++) {
                sums[(from + row) * outputs + k] += scale * values[(leaves[row] - root) * outputs + k];
            }
        }
    }

    /** Finds the leaves of eight rows. */
    private static void descend(long[] nodes, int[] places, int[] keys, int row, int root, int depth, int[] leaves) {
        int n0 = root, n1 = root, n2 = root, n3 = root, n4 = root, n5 = root, n6 = root, n7 = root;
        for (var level = 0; level < depth; level++) {
            var before = level >= LEVELS_UNSEEN ? n0 + n1 + n2 + n3 + n4 + n5 + n6 + n7 : -1;
            n0 = next(nodes, places, keys, row, n0);
            n1 = next(nodes, places, keys, row + 1, n1);
            n2 = next(nodes, places, keys, row + 2, n2);
            n3 = next(nodes, places, keys, row + 3, n3);
            n4 = next(nodes, places, keys, row + 4, n4);
            n5 = next(nodes, places, keys, row + 5, n5);
            n6 = next(nodes, places, keys, row + 6, n6);
            n7 = next(nodes, places, keys, row + 7, n7);
            // Numbers of nodes never fall, so that an equal sum means that all rows are in leaves.
            if (level >= LEVELS_UNSEEN && before == n0 + n1 + n2 + n3 + n4 + n5 + n6 + n7) {
                break;
            }
        }
        leaves[row] = n0;
        leaves[row + 1] = n1;
        leaves[row + 2] = n2;
        leaves[row + 3] = n3;
        leaves[row + 4] = n4;
        leaves[row + 5] = n5;
        leaves[row + 6] = n6;
        leaves[row + 7] = n7;
    }

    private static int next(long[] nodes, int[] places, int[] keys, int row, int node) {
        var packed = nodes[node];
        var place = places[node];
        var key = keys[(place >>> 1) + row] + (place & 1);
        var right = (packed >> Integer.SIZE) - key >>> Long.SIZE - 1;
        return (int) (packed + right);
    }
}
