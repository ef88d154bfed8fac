package dev.updraft.trees;

import java.util.List;

/** The rows drawn for a tree, in the order of nodes: those of a node stand together, and ascend. */
interface RowOrder {
    /** The rows. */
    int[] order();

    /** Splits the rows of some nodes as {@link GrowingNode#split} says. Returns per node where the right rows begin. */
    int[] split(List<GrowingNode> nodes);
}
