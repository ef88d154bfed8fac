package dev.updraft.training.trees;

import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.compiler.ops.Op.TreeSum;
import dev.updraft.trees.Tree;
import dev.updraft.trees.prediction.TreeArrays;
import dev.updraft.trees.prediction.TreePredictor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The trees of a model in the arrays that {@link TreeSum} takes. They hold what is there so far; the model's variables have room
 * for all.
 */
final class Ensemble {
    private final TreeLayer layer;
    private final float[] base;
    private final FloatList roots = new FloatList();
    private final FloatList nodes = new FloatList();
    private final FloatList leaves = new FloatList();
    private final FloatList sets = new FloatList();
    private final FloatList statistics = new FloatList();
    /** Where the arrays end after each tree: nodes, leaves, sets. */
    private final List<int[]> ends = new ArrayList<>();

    /** Without trees. */
    Ensemble(TreeLayer layer) {
        this.layer = layer;
        base = new float[layer.outputs()];
    }

    /**
     * The trees of a model.
     *
     * @param weights by the names of the layer's weights, sound
     */
    static Ensemble of(TreeLayer layer, Map<String, float[]> weights) {
        var ensemble = new Ensemble(layer);
        System.arraycopy(of(weights, TreeLayer.BASE), 0, ensemble.base, 0, layer.outputs());
        var sets = weights.getOrDefault(TreeLayer.SETS, new float[0]);
        var roots = of(weights, TreeLayer.ROOTS);
        ensemble.ends.addAll(EnsembleEnds.of(roots, of(weights, TreeLayer.NODES), sets));
        copy(roots, ensemble.ends.size(), ensemble.roots);
        if (!ensemble.ends.isEmpty()) {
            var end = ensemble.ends.getLast();
            copy(of(weights, TreeLayer.NODES), end[0] * TreeSum.NODE_SIZE, ensemble.nodes);
            copy(of(weights, TreeLayer.LEAVES), end[1] * layer.leafSize(), ensemble.leaves);
            copy(sets, end[2], ensemble.sets);
            copy(of(weights, TreeLayer.STATISTICS), end[0] * TreeLayer.STATISTICS_SIZE, ensemble.statistics);
        }
        return ensemble;
    }

    private static float[] of(Map<String, float[]> weights, String name) {
        return Objects.requireNonNull(weights.get(name), name);
    }

    private static void copy(float[] from, int length, FloatList to) {
        for (var i = 0; i < length; i++) {
            to.add(from[i]);
        }
    }

    /** What every sum begins with, an output each. */
    float[] base() {
        return base;
    }

    /** How many trees there are; of boosted ones with several outputs, those of all outputs together. */
    int trees() {
        return roots.size();
    }

    /** How many epochs made them. */
    int rounds() {
        return trees() / layer.treesOfRound();
    }

    /** Whether no tree asks anything. */
    boolean isConstant() {
        return trees() > 0 && nodes.size() == trees() * TreeSum.NODE_SIZE;
    }

    /** Forgets all but the first rounds. */
    void truncate(int rounds) {
        var trees = rounds * layer.treesOfRound();
        if (trees < trees()) {
            var end = trees == 0 ? new int[3] : ends.get(trees - 1);
            roots.truncate(trees);
            nodes.truncate(end[0] * TreeSum.NODE_SIZE);
            leaves.truncate(end[1] * layer.leafSize());
            sets.truncate(end[2]);
            statistics.truncate(end[0] * TreeLayer.STATISTICS_SIZE);
            ends.subList(trees, ends.size()).clear();
        }
    }

    /**
     * Adds a tree behind the others.
     *
     * @param scale what its leaves are multiplied with
     */
    void add(Tree tree, float scale) {
        var first = nodes.size() / TreeSum.NODE_SIZE;
        roots.add(first);
        for (var node = 0; node < tree.nodes(); node++) {
            addNode(tree, node, first, scale);
            statistics.add(tree.gain()[node]);
            statistics.add(tree.curvature()[node]);
            statistics.add(tree.rows()[node]);
        }
        ends.add(new int[] {first + tree.nodes(), leaves.size() / layer.leafSize(), sets.size()});
    }

    private void addNode(Tree tree, int node, int first, float scale) {
        var feature = tree.feature()[node];
        nodes.add(feature);
        if (feature < 0) {
            var leaf = leaves.size() / layer.leafSize();
            nodes.add(0);
            nodes.add(leaf);
            nodes.add(0);
            for (var output = 0; output < layer.leafSize(); output++) {
                leaves.add(scale * tree.values()[node * layer.leafSize() + output]);
            }
            return;
        }
        var words = tree.setStart()[node + 1] - tree.setStart()[node];
        nodes.add(words == 0 ? tree.threshold()[node] : sets.size());
        nodes.add(first + tree.left()[node]);
        nodes.add((words == 0 ? 0 : TreeSum.SET) + (tree.missingLeft()[node] ? TreeSum.MISSING_LEFT : 0));
        if (words > 0) {
            sets.add(words);
            for (var word = 0; word < words; word++) {
                sets.add(tree.setWords()[tree.setStart()[node] + word]);
            }
        }
    }

    /** The trees from one on, which is the first of a round. */
    TreePredictor predictor(int firstTree) {
        return new TreePredictor(new TreeArrays(
                segment(roots).asSlice((long) firstTree * Float.BYTES),
                segment(nodes),
                segment(leaves),
                segment(sets),
                layer.features().size(),
                layer.outputs(),
                layer.leafSize()));
    }

    private static MemorySegment segment(FloatList list) {
        return MemorySegment.ofArray(list.array()).asSlice(0, (long) list.size() * Float.BYTES);
    }

    /** Adds the leaf of one tree, with a number for each output, to the sums of one row. */
    void addTree(int tree, float[] block, int row, float[][] sums, int at) {
        var leaf = leaf(block, row * layer.features().size(), (int) roots.get(tree));
        for (var output = 0; output < layer.leafSize(); output++) {
            sums[output][at] += leaves.get(leaf * layer.leafSize() + output);
        }
    }

    private int leaf(float[] features, int offset, int root) {
        var all = nodes.array();
        var node = root;
        while (true) {
            var at = node * TreeSum.NODE_SIZE;
            var feature = (int) all[at];
            var next = (int) all[at + 2];
            if (feature < 0) {
                return next;
            }
            node = isLeft(features[offset + feature], all[at + 1], (int) all[at + 3]) ? next : next + 1;
        }
    }

    private boolean isLeft(float x, float threshold, int kind) {
        var isMissingLeft = kind % 2 == TreeSum.MISSING_LEFT;
        if (Float.isNaN(x)) {
            return isMissingLeft;
        }
        if (kind < TreeSum.SET) {
            return x <= threshold;
        }
        var category = (int) x;
        var set = (int) threshold;
        var word = category / TreeSum.SET_BITS;
        if (category < 0 || word >= (int) sets.get(set)) {
            return isMissingLeft;
        }
        return ((int) sets.get(set + 1 + word) >> category % TreeSum.SET_BITS & 1) == 1;
    }

    /**
     * The values of the layer's weights, behind what is there their initial values.
     *
     * @return by the names of weights; of those that are there from the front on
     */
    Map<String, float[]> weights() {
        var weights = new LinkedHashMap<String, float[]>();
        weights.put(TreeLayer.BASE, base);
        weights.put(TreeLayer.ROOTS, Arrays.copyOf(roots.array(), roots.size()));
        weights.put(TreeLayer.NODES, Arrays.copyOf(nodes.array(), nodes.size()));
        weights.put(TreeLayer.LEAVES, Arrays.copyOf(leaves.array(), leaves.size()));
        weights.put(TreeLayer.SETS, Arrays.copyOf(sets.array(), sets.size()));
        weights.put(TreeLayer.STATISTICS, Arrays.copyOf(statistics.array(), statistics.size()));
        weights.put(TreeLayer.SHARE, new float[] {trees() == 0 ? 1 : 1f / trees()});
        return weights;
    }
}
