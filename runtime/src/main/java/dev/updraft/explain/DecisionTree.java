package dev.updraft.explain;

import java.util.List;

/**
 * A decision tree.
 *
 * @param number from 1 on
 * @param outputs those that its leaves have values for, in order
 * @param nodes the root first, each behind the one that leads to it
 */
public record DecisionTree(int number, List<String> outputs, List<TreeNode> nodes) {
    public DecisionTree {
        outputs = List.copyOf(outputs);
        nodes = List.copyOf(nodes);
    }

    /** How many leaves it has. */
    public int leaves() {
        return (nodes.size() + 1) / 2;
    }
}
