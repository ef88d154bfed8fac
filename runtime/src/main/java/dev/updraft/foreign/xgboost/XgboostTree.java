package dev.updraft.foreign.xgboost;

import dev.updraft.compiler.columns.ColumnKind.Category;
import dev.updraft.foreign.document.Part;
import dev.updraft.foreign.trees.ForeignFeature;
import dev.updraft.foreign.trees.ForeignFeature.Kind;
import dev.updraft.foreign.trees.NodeTable;
import dev.updraft.foreign.trees.NodeTable.Missing;
import dev.updraft.foreign.trees.TreeAssembly;
import dev.updraft.trees.Tree;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * A tree of XGBoost: arrays with an element for each node. The left child of a leaf is −1, and its threshold the leaf's value. A
 * number goes left if it is below the threshold, a category if it is not in the set.
 */
final class XgboostTree {
    private final Part part;
    private final List<ForeignFeature> features;
    private final int nodes;
    private final int[] left;
    private final int[] right;
    private final double[] about;
    private final double[] conditions;
    private final double[] defaultLeft;
    private final Map<Integer, BitSet> sets;

    private XgboostTree(Part part, List<ForeignFeature> features) {
        this.part = part;
        this.features = features;
        nodes = part.member("left_children").numbers().length;
        left = part.member("left_children").wholes(-1, nodes - 1);
        right = part.member("right_children").wholes(-1, nodes - 1, nodes);
        about = part.member("split_indices").numbers(nodes);
        conditions = part.member("split_conditions").numbers(nodes);
        defaultLeft = part.member("default_left").numbers(nodes);
        sets = XgboostSets.of(part);
    }

    /** @param weight what its leaves are multiplied with */
    static Tree of(Part part, List<ForeignFeature> features, float weight) {
        return new XgboostTree(part, features).tree(weight);
    }

    private Tree tree(float weight) {
        var table = new NodeTable(nodes);
        var gains = numbers("loss_changes");
        var curvatures = numbers("sum_hessian");
        for (var node = 0; node < nodes; node++) {
            if (left[node] < 0) {
                var value = weight * (float) conditions[node];
                if (!Float.isFinite(value)) {
                    throw part.wrong("the leaf at node " + node + " is " + value);
                }
                table.leaf(node, value);
            } else {
                question(table, node);
            }
            table.statistics(node, left[node] < 0 ? 0 : (float) gains[node], (float) curvatures[node], (int)
                    Math.rint(curvatures[node]));
        }
        return TreeAssembly.of(table, part::wrong);
    }

    private double[] numbers(String name) {
        var found = part.find(name);
        return found == null ? new double[nodes] : found.numbers(nodes);
    }

    private void question(NodeTable table, int node) {
        if (!(about[node] >= 0 && about[node] < features.size())) {
            throw part.wrong("node " + node + " asks about feature " + (long) about[node] + " of " + features.size());
        }
        var feature = (int) about[node];
        var set = sets.get(node);
        var isCategory = features.get(feature).kind() == Kind.CATEGORY;
        var isMissingLeft = defaultLeft[node] != 0;
        if (isCategory != (set != null)) {
            throw part.wrong("node " + node + " asks about feature '"
                    + features.get(feature).name() + "' as " + (isCategory ? "a number" : "a category")
                    + ", which it is not");
        }
        if (set == null) {
            var below = (float) conditions[node];
            if (Float.isNaN(below)) {
                throw part.wrong("the threshold of node " + node + " is no number");
            }
            // Below a float32 is at most the one before it.
            var atMost = Math.nextDown(below);
            table.question(
                    node, feature, atMost, isMissingLeft ? Missing.LEFT : Missing.RIGHT, left[node], right[node]);
        } else {
            var numbers = Category.FIRST + features.get(feature).values().size();
            // A category that training has not seen is in no set.
            var isLeft = new BitSet();
            isLeft.set(Category.OTHER, numbers);
            set.stream().forEach(category -> isLeft.clear(Category.FIRST + category));
            table.question(node, feature, isLeft, numbers, isMissingLeft, left[node], right[node]);
        }
    }
}
