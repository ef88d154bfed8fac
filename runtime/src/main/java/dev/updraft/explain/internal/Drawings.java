package dev.updraft.explain.internal;

import dev.updraft.explain.DecisionTree;
import dev.updraft.explain.TreeDrawing;
import dev.updraft.explain.TreeDrawing.Box;
import dev.updraft.explain.TreeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is drawn of a tree. */
final class Drawings {
    private final DecisionTree tree;
    private final NamedFeatures named;
    private final int mostDepth;
    private final double rootRows;
    private int hidden;

    private Drawings(DecisionTree tree, NamedFeatures named, int mostDepth) {
        this.tree = tree;
        this.named = named;
        this.mostDepth = mostDepth;
        rootRows = tree.nodes().getFirst().rows();
    }

    /** A node at a depth. */
    private record Placed(int node, int depth) {}

    static TreeDrawing of(DecisionTree tree, TreeData data, int depth) {
        var drawn = new Drawings(tree, data.named(), depth);
        var boxes = drawn.boxes();
        var title = "tree " + tree.number() + " of " + data.trees().size()
                + (tree.outputs().size() == 1 ? ", for " + tree.outputs().getFirst() : "");
        var note = drawn.hidden == 0
                ? ""
                : "the first " + (depth == 1 ? "question" : depth + " questions") + " of each way; " + drawn.hidden
                        + (drawn.hidden == 1 ? " node" : " nodes") + " further down are not drawn";
        return new TreeDrawing(title, note, boxes);
    }

    private List<Box> boxes() {
        var placed = new ArrayList<Placed>();
        placed.add(new Placed(0, 0));
        var boxes = new ArrayList<Box>();
        for (var i = 0; i < placed.size(); i++) {
            var at = placed.get(i);
            var node = tree.nodes().get(at.node);
            var left = 0;
            if (node instanceof TreeNode.Question question) {
                if (at.depth < mostDepth) {
                    left = placed.size();
                    placed.add(new Placed(question.left(), at.depth + 1));
                    placed.add(new Placed(question.right(), at.depth + 1));
                }
            }
            boxes.add(box(node, left));
        }
        hidden = tree.nodes().size() - boxes.size();
        return boxes;
    }

    private Box box(TreeNode node, int left) {
        var rows = node.rows() == 0 ? "" : node.rows() + (node.rows() == 1 ? " row" : " rows");
        var share = rootRows > 0 ? node.rows() / rootRows : 1;
        return switch (node) {
            case TreeNode.Leaf leaf -> new Box(leaf(leaf), rows, left, share);
            case TreeNode.Question question ->
                new Box(
                        NamedNodes.text(question) + (left == 0 ? "? …" : "?"),
                        rows + (rows.isEmpty() ? "" : ", ") + "gain " + NamedFeature.number(question.gain())
                                + missing(question),
                        left,
                        share);
        };
    }

    private String missing(TreeNode.Question question) {
        return named.answer(question, true).equals("yes") ? "" : ", missing: yes";
    }

    /** A number, or of several the largest and what it is for. */
    private String leaf(TreeNode.Leaf leaf) {
        var values = leaf.values();
        if (values.size() == 1) {
            return String.format(Locale.ROOT, "%.4g", values.getFirst());
        }
        var largest = 0;
        for (var output = 1; output < values.size(); output++) {
            largest = values.get(output) > values.get(largest) ? output : largest;
        }
        return String.format(Locale.ROOT, "%s %.4g", tree.outputs().get(largest), values.get(largest));
    }
}
