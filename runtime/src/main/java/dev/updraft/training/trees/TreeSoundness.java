package dev.updraft.training.trees;

import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.compiler.ops.Op.TreeSum;
import java.util.BitSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether arrays out of a file are trees: every way from a root must end at a leaf that is there, and ask about nothing that is
 * not.
 */
final class TreeSoundness {
    private final int leafSize;
    private final int features;
    private final float[] roots;
    private final float[] nodes;
    private final float[] leaves;
    private final float[] sets;
    private final BitSet seen = new BitSet();

    private TreeSoundness(int leafSize, int features, Map<String, float[]> weights) {
        this.leafSize = leafSize;
        this.features = features;
        roots = Objects.requireNonNull(weights.get(TreeLayer.ROOTS), TreeLayer.ROOTS);
        nodes = Objects.requireNonNull(weights.get(TreeLayer.NODES), TreeLayer.NODES);
        leaves = Objects.requireNonNull(weights.get(TreeLayer.LEAVES), TreeLayer.LEAVES);
        sets = weights.getOrDefault(TreeLayer.SETS, new float[0]);
    }

    /**
     * What is wrong with them; null if nothing is.
     *
     * @param leafSize how many numbers a leaf has
     * @param features how many there are to ask about
     * @param weights by the names of the layer's weights
     */
    static @Nullable String misfit(int leafSize, int features, Map<String, float[]> weights) {
        return new TreeSoundness(leafSize, features, weights).misfit();
    }

    private @Nullable String misfit() {
        var ended = false;
        for (var tree = 0; tree < roots.length; tree++) {
            if (roots[tree] < 0) {
                ended = true;
            } else if (ended || !isIndex(roots[tree], nodes.length / TreeSum.NODE_SIZE)) {
                return String.format(Locale.ROOT, "the root of tree %d is %s", tree, roots[tree]);
            } else {
                var wrong = ofTree((int) roots[tree]);
                if (wrong != null) {
                    return String.format(Locale.ROOT, "tree %d: %s", tree, wrong);
                }
            }
        }
        return null;
    }

    /** Of its nodes in ascending order: a node that several lead to is looked at once. */
    private @Nullable String ofTree(int root) {
        var open = new BitSet();
        open.set(root);
        for (var node = root; node >= 0; node = open.nextSetBit(node + 1)) {
            if (!seen.get(node)) {
                seen.set(node);
                var wrong = ofNode(node);
                if (wrong != null) {
                    return String.format(Locale.ROOT, "node %d %s", node, wrong);
                }
                if (nodes[node * TreeSum.NODE_SIZE] >= 0) {
                    var next = (int) nodes[node * TreeSum.NODE_SIZE + 2];
                    open.set(next, next + 2);
                }
            }
        }
        return null;
    }

    private @Nullable String ofNode(int node) {
        var at = node * TreeSum.NODE_SIZE;
        var feature = nodes[at];
        var next = nodes[at + 2];
        var kind = nodes[at + 3];
        if (feature < 0) {
            return isIndex(next, leaves.length / leafSize)
                    ? null
                    : String.format(Locale.ROOT, "is leaf %s", next);
        }
        if (!isIndex(feature, features)) {
            return String.format(
                    Locale.ROOT,
                    "asks about feature %s of %d",
                    feature,
                    features);
        }
        if (!isIndex(next, nodes.length / TreeSum.NODE_SIZE - 1) || next <= node) {
            return String.format(Locale.ROOT, "leads to node %s", next);
        }
        if (!isIndex(kind, TreeSum.SET + 2)) {
            return String.format(Locale.ROOT, "is of kind %s", kind);
        }
        return kind < TreeSum.SET ? null : ofSet(nodes[at + 1]);
    }

    private @Nullable String ofSet(float place) {
        if (!isIndex(place, sets.length)) {
            return String.format(Locale.ROOT, "asks about the set at %s", place);
        }
        var set = (int) place;
        if (!isIndex(sets[set], sets.length - set)) {
            return String.format(Locale.ROOT, "asks about a set of %s words", sets[set]);
        }
        for (var word = 1; word <= (int) sets[set]; word++) {
            if (!isIndex(sets[set + word], 1 << TreeSum.SET_BITS)) {
                return String.format(Locale.ROOT, "asks about a set with %s", sets[set + word]);
            }
        }
        return null;
    }

    private static boolean isIndex(float value, int size) {
        return value >= 0 && value < size && value == (int) value;
    }
}
