package dev.updraft.trees;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that are searched for splits together: the two children of a node, or the root.
 *
 * @param nodes the nodes
 * @param wanted those that may split, a part of {@code nodes}
 * @param histogram their sum, given up to whoever searches; null if it was not kept
 * @param slot where a device keeps that sum; {@link GrowingNode#NO_SLOT} if none does
 */
record Family(List<GrowingNode> nodes, List<GrowingNode> wanted, long @Nullable [][] histogram, int slot) {
    /** The node with the fewest rows. */
    GrowingNode smallest() {
        return nodes.getFirst().rows() <= nodes.getLast().rows() ? nodes.getFirst() : nodes.getLast();
    }

    /** The nodes to add up rows of: the smallest if the rest follows by subtraction, otherwise those wanted. */
    List<GrowingNode> counted() {
        return bySubtraction() ? List.of(smallest()) : wanted;
    }

    /** Whether a node's histogram is that of the family without that of the smallest. */
    boolean bySubtraction() {
        return (histogram != null || slot != GrowingNode.NO_SLOT)
                && wanted.stream().anyMatch(node -> node != smallest());
    }

    /** The rows to add up. */
    int countedRows() {
        return counted().stream().mapToInt(GrowingNode::rows).sum();
    }
}
