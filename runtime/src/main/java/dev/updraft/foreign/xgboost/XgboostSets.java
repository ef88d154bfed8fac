package dev.updraft.foreign.xgboost;

import dev.updraft.foreign.document.Part;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** The sets of categories that nodes of a tree ask about; what is in one goes right. */
final class XgboostSets {
    private static final int MOST_CATEGORY = (1 << 24) - 1;

    private XgboostSets() {}

    /** By their node. */
    static Map<Integer, BitSet> of(Part tree) {
        var found = tree.find("categories_nodes");
        if (found == null) {
            return Map.of();
        }
        var nodes = found.wholes(0, Integer.MAX_VALUE);
        var categories = tree.member("categories").wholes(0, MOST_CATEGORY);
        var begins = tree.member("categories_segments").wholes(0, categories.length, nodes.length);
        var sizes = tree.member("categories_sizes").wholes(0, categories.length, nodes.length);
        var sets = new HashMap<Integer, BitSet>();
        for (var i = 0; i < nodes.length; i++) {
            if (begins[i] + sizes[i] > categories.length) {
                throw tree.wrong("the set of node " + nodes[i] + " has " + sizes[i] + " categories from " + begins[i]
                        + " on, but there are " + categories.length);
            }
            var set = new BitSet();
            for (var at = begins[i]; at < begins[i] + sizes[i]; at++) {
                set.set(categories[at]);
            }
            if (sets.put(nodes[i], set) != null) {
                throw found.wrong("has node " + nodes[i] + " twice");
            }
        }
        return sets;
    }
}
