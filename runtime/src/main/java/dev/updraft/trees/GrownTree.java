package dev.updraft.trees;

/**
 * A tree and where its training rows fell.
 *
 * @param tree the tree
 * @param leafOf per row, drawn for this tree or not: its leaf, a node of the tree. The array is used again by the next
 *     {@link TreeGrower#grow}
 */
public record GrownTree(Tree tree, int[] leafOf) {
    /** Adds {@code scale} times its leaf's value to the score of each row from {@code from} to {@code to}. */
    public void addTo(float[] scores, int output, float scale, int from, int to) {
        var outputs = tree.outputs();
        var values = new float[tree.nodes()];
        for (var node = 0; node < values.length; node++) {
            values[node] = scale * tree.values()[node * outputs + output];
        }
        for (var row = from; row < to; row++) {
            scores[row] += values[leafOf[row]];
        }
    }
}
