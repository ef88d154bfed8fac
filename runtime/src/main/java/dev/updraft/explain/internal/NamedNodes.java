package dev.updraft.explain.internal;

import dev.updraft.explain.TreeNode;
import dev.updraft.trees.Tree;
import java.util.ArrayList;
import java.util.List;

/** Nodes of trees with the names of what they ask about. */
final class NamedNodes {
    private NamedNodes() {}

    static TreeNode of(Tree tree, int node, List<NamedFeature> features) {
        var rows = tree.rows()[node];
        if (tree.left()[node] < 0) {
            var values = new ArrayList<Float>();
            for (var output = 0; output < tree.outputs(); output++) {
                values.add(tree.values()[node * tree.outputs() + output]);
            }
            return new TreeNode.Leaf(values, rows);
        }
        var feature = features.get(tree.feature()[node]);
        var missingLeft = tree.missingLeft()[node];
        return feature.isCategory()
                ? new TreeNode.Categories(
                        feature.name(),
                        feature.names(code -> tree.goesLeft(node, code)),
                        missingLeft,
                        tree.left()[node],
                        tree.gain()[node],
                        rows)
                : new TreeNode.Threshold(
                        feature.name(),
                        tree.threshold()[node],
                        feature.text(tree.threshold()[node]),
                        missingLeft,
                        tree.left()[node],
                        tree.gain()[node],
                        rows);
    }

    /** A question in words: {@code island is Biscoe or Dream}. */
    static String text(TreeNode.Question question) {
        return switch (question) {
            case TreeNode.Threshold(var feature, var _, var text, var _, var _, var _, var _) -> feature + " ≤ " + text;
            case TreeNode.Categories(var feature, var values, var _, var _, var _, var _) ->
                feature + " is " + (values.isEmpty() ? "none" : String.join(" or ", values));
        };
    }
}
