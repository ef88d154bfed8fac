package dev.updraft.training.trees;

import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.compiler.ops.Op.TreeSum;
import dev.updraft.trees.Tree;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Makes trees again of the arrays that {@link TreeSum} takes. */
public final class StoredTrees {
    private final TreeLayer layer;
    private final float[] nodes;
    private final float[] leaves;
    private final float[] sets;
    private final float[] statistics;

    private StoredTrees(TreeLayer layer, Map<String, float[]> weights) {
        this.layer = layer;
        nodes = of(weights, TreeLayer.NODES);
        leaves = of(weights, TreeLayer.LEAVES);
        sets = weights.getOrDefault(TreeLayer.SETS, new float[0]);
        statistics = of(weights, TreeLayer.STATISTICS);
    }

    /**
     * The trees, in order; their values are those of the arrays.
     *
     * @param weights by the names of the layer's weights, sound
     */
    public static List<Tree> of(TreeLayer layer, Map<String, float[]> weights) {
        var stored = new StoredTrees(layer, weights);
        var trees = new ArrayList<Tree>();
        for (var root : of(weights, TreeLayer.ROOTS)) {
            if (root < 0) {
                break;
            }
            trees.add(stored.tree((int) root));
        }
        return trees;
    }

    private static float[] of(Map<String, float[]> weights, String name) {
        return Objects.requireNonNull(weights.get(name), name);
    }

    /** The nodes that a root leads to, in the order in which parents come to their children. */
    private List<Integer> below(int root) {
        var below = new ArrayList<Integer>();
        var seen = new BitSet();
        below.add(root);
        for (var i = 0; i < below.size(); i++) {
            var at = below.get(i) * TreeSum.NODE_SIZE;
            if (nodes[at] >= 0) {
                var left = (int) nodes[at + 2];
                if (seen.get(left)) {
                    throw new IllegalStateException("two nodes lead to node " + left + ", so that this is no tree");
                }
                seen.set(left);
                below.add(left);
                below.add(left + 1);
            }
        }
        return below;
    }

    private Tree tree(int root) {
        var below = below(root);
        var count = below.size();
        var outputs = layer.leafSize();
        var feature = new int[count];
        var threshold = new float[count];
        var left = new int[count];
        var missingLeft = new boolean[count];
        var setStart = new int[count + 1];
        var words = new ArrayList<Integer>();
        var gain = new float[count];
        var curvature = new float[count];
        var rows = new int[count];
        var values = new float[count * outputs];
        var next = 1;
        for (var node = 0; node < count; node++) {
            var at = below.get(node) * TreeSum.NODE_SIZE;
            var ofNode = below.get(node) * TreeLayer.STATISTICS_SIZE;
            gain[node] = statistics[ofNode];
            curvature[node] = statistics[ofNode + 1];
            rows[node] = (int) statistics[ofNode + 2];
            feature[node] = (int) nodes[at];
            if (feature[node] < 0) {
                left[node] = -1;
                System.arraycopy(leaves, ((int) nodes[at + 2]) * outputs, values, node * outputs, outputs);
            } else {
                left[node] = next;
                next += 2;
                missingLeft[node] = (int) nodes[at + 3] % 2 == TreeSum.MISSING_LEFT;
                if (nodes[at + 3] < TreeSum.SET) {
                    threshold[node] = nodes[at + 1];
                } else {
                    addSet((int) nodes[at + 1], words);
                }
            }
            setStart[node + 1] = words.size();
        }
        return new Tree(
                outputs,
                feature,
                threshold,
                left,
                missingLeft,
                setStart,
                words.stream().mapToInt(Integer::intValue).toArray(),
                gain,
                curvature,
                rows,
                values);
    }

    private void addSet(int set, List<Integer> words) {
        for (var word = 1; word <= (int) sets[set]; word++) {
            words.add((int) sets[set + word]);
        }
    }
}
