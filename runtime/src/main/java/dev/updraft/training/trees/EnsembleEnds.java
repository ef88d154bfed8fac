package dev.updraft.training.trees;

import dev.updraft.compiler.ops.Op.TreeSum;
import java.util.ArrayList;
import java.util.List;

/** Finds where each tree ends in arrays that hold one behind the other. */
final class EnsembleEnds {
    private final float[] nodes;
    private final float[] sets;
    private int leavesEnd;
    private int setsEnd;

    private EnsembleEnds(float[] nodes, float[] sets) {
        this.nodes = nodes;
        this.sets = sets;
    }

    /**
     * Of each tree how many nodes, leaves and numbers of sets there are up to and with it.
     *
     * @param roots and the others as {@link TreeSum} takes them, sound
     */
    static List<int[]> of(float[] roots, float[] nodes, float[] sets) {
        var ends = new EnsembleEnds(nodes, sets);
        var all = new ArrayList<int[]>();
        for (var tree = 0; tree < roots.length && roots[tree] >= 0; tree++) {
            all.add(ends.of((int) roots[tree]));
        }
        return all;
    }

    /** Children are behind their parent, and next to each other. */
    private int[] of(int root) {
        var end = root + 1;
        for (var node = root; node < end; node++) {
            var at = node * TreeSum.NODE_SIZE;
            if (nodes[at] < 0) {
                leavesEnd = Math.max(leavesEnd, (int) nodes[at + 2] + 1);
            } else {
                end = Math.max(end, (int) nodes[at + 2] + 2);
                if (nodes[at + 3] >= TreeSum.SET) {
                    var set = (int) nodes[at + 1];
                    setsEnd = Math.max(setsEnd, set + 1 + (int) sets[set]);
                }
            }
        }
        return new int[] {end, leavesEnd, setsEnd};
    }
}
