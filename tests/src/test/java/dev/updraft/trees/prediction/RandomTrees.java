package dev.updraft.trees.prediction;

import dev.updraft.compiler.ops.Op.TreeSum;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Trees drawn at random, and what they give, worked out as {@link TreeSum} says it. */
final class RandomTrees {
    /** What thresholds and values are taken from, so that many are equal. */
    private static final float[] VALUES = {
        0,
        -0f,
        1,
        -1,
        3,
        -3,
        0.1f,
        Math.nextUp(1f),
        Math.nextDown(1f),
        Math.nextUp(3f),
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN,
        1e-20f,
        -1e20f,
        26,
        900
    };

    private final Random random;
    private final int features;
    private final int outputs;
    private final int leafSize;
    private final boolean withSets;
    private final List<Float> roots = new ArrayList<>();
    private final List<Float> nodes = new ArrayList<>();
    private final List<Float> leaves = new ArrayList<>();
    private final List<Float> sets = new ArrayList<>();

    RandomTrees(Random random, int features, int outputs, int leafSize, boolean withSets) {
        this.random = random;
        this.features = features;
        this.outputs = outputs;
        this.leafSize = leafSize;
        this.withSets = withSets;
    }

    /** A value that a feature may have: NaN of either sign among them. */
    float value() {
        var drawn = random.nextInt(VALUES.length + 6);
        return drawn < VALUES.length
                ? VALUES[drawn]
                : drawn == VALUES.length
                        ? Float.intBitsToFloat(0xffc01234)
                        : drawn < VALUES.length + 3 ? random.nextInt(-2, 60) : (float) random.nextGaussian();
    }

    /** Adds a tree whose leaves are split until there are enough, one drawn at random or always the last. */
    void add(int leafCount, boolean isChain) {
        var first = nodes.size() / TreeSum.NODE_SIZE;
        roots.add((float) first);
        addLeaf();
        var open = new ArrayList<Integer>();
        open.add(first);
        while (open.size() < leafCount) {
            var node = open.remove(/* index */ isChain ? open.size() - 1 : random.nextInt(open.size()));
            var left = nodes.size() / TreeSum.NODE_SIZE;
            split(node, left);
            addLeaf();
            addLeaf();
            open.add(left);
            open.add(left + 1);
        }
    }

    private void addLeaf() {
        nodes.addAll(List.of(-1f, 0f, (float) leaves.size() / leafSize, 0f));
        for (var i = 0; i < leafSize; i++) {
            leaves.add((float) random.nextGaussian());
        }
    }

    private void split(int node, int left) {
        var at = node * TreeSum.NODE_SIZE;
        var isSet = withSets && random.nextInt(4) == 0;
        nodes.set(at, (float) random.nextInt(features));
        nodes.set(at + 1, isSet ? sets.size() : value());
        nodes.set(at + 2, (float) left);
        nodes.set(at + 3, (float) (random.nextInt(2) + (isSet ? TreeSum.SET : 0)));
        if (isSet) {
            var words = random.nextInt(20) == 0 ? 40 : random.nextInt(3);
            sets.add((float) words);
            for (var word = 0; word < words; word++) {
                sets.add((float) random.nextInt(1 << TreeSum.SET_BITS));
            }
        }
    }

    /** Has one more tree begin at the root of another. */
    void repeat(int tree) {
        roots.add(roots.get(tree));
    }

    TreeArrays arrays() {
        roots.add(-1f);
        return new TreeArrays(
                segment(roots), segment(nodes), segment(leaves), segment(sets), features, outputs, leafSize);
    }

    private static MemorySegment segment(List<Float> values) {
        var array = new float[values.size()];
        for (var i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return MemorySegment.ofArray(array);
    }

    /** Adds the leaves that a row comes to. */
    void addTo(float[] row, float[] sums) {
        for (var tree = 0; tree < roots.size() && roots.get(tree) >= 0; tree++) {
            var leaf = leaf(row, roots.get(tree).intValue());
            for (var i = 0; i < leafSize; i++) {
                sums[leafSize == 1 ? tree % outputs : i] += leaves.get(leaf * leafSize + i);
            }
        }
    }

    private int leaf(float[] row, int root) {
        var node = root;
        while (true) {
            var at = node * TreeSum.NODE_SIZE;
            var next = nodes.get(at + 2).intValue();
            if (nodes.get(at) < 0) {
                return next;
            }
            var left = isLeft(
                    row[nodes.get(at).intValue()],
                    nodes.get(at + 1),
                    nodes.get(at + 3).intValue());
            node = left ? next : next + 1;
        }
    }

    private boolean isLeft(float x, float threshold, int kind) {
        if (Float.isNaN(x)) {
            return kind % 2 == 1;
        }
        if (kind < TreeSum.SET) {
            return x <= threshold;
        }
        var category = (int) x;
        var set = (int) threshold;
        var number = category / TreeSum.SET_BITS;
        if (category < 0 || number >= sets.get(set).intValue()) {
            return kind % 2 == 1;
        }
        var word = sets.get(set + 1 + number).intValue();
        return (word >> category % TreeSum.SET_BITS & 1) == 1;
    }
}
