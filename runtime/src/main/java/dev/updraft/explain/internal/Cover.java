package dev.updraft.explain.internal;

import dev.updraft.trees.Tree;
import java.util.Arrays;

/**
 * Which part of the training rows at a node went to its left child, which is where what is not known of a row goes.
 *
 * @param left by node; 0 in leaves
 */
record Cover(double[] left) {
    /**
     * Of a tree: by its rows, or where it says nothing of them, as a tree from elsewhere may, by their curvature. Where it says nothing
     * of either, both ways count the same.
     */
    static Cover of(Tree tree) {
        var byRows = tree.rows()[0] > 0;
        var left = new double[tree.nodes()];
        for (var node = 0; node < left.length; node++) {
            var child = tree.left()[node];
            if (child >= 0) {
                double ofLeft = byRows ? tree.rows()[child] : tree.curvature()[child];
                double ofRight = byRows ? tree.rows()[child + 1] : tree.curvature()[child + 1];
                left[node] = ofLeft + ofRight > 0 ? ofLeft / (ofLeft + ofRight) : 0.5;
            }
        }
        return new Cover(left);
    }

    /** The part that went to a child. */
    double of(int node, boolean isLeft) {
        return isLeft ? left[node] : 1 - left[node];
    }

    /** What a tree gives a row of which nothing is known: one number for each of its outputs. */
    double[] expectation(Tree tree) {
        var outputs = tree.outputs();
        var means = new double[tree.nodes() * outputs];
        // Children stand behind their parent.
        for (var node = tree.nodes() - 1; node >= 0; node--) {
            var child = tree.left()[node];
            for (var output = 0; output < outputs; output++) {
                means[node * outputs + output] = child < 0
                        ? tree.values()[node * outputs + output]
                        : left[node] * means[child * outputs + output]
                                + (1 - left[node]) * means[(child + 1) * outputs + output];
            }
        }
        return Arrays.copyOf(means, outputs);
    }
}
