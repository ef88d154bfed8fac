package dev.updraft.trees;

import java.util.List;

/** Finds the best splits of nodes, {@link GrowingNode#split}. */
interface NodeSearch {
    /** Searches the wanted nodes of some families. */
    void search(List<Family> families);
}
