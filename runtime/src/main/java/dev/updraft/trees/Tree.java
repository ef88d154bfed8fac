package dev.updraft.trees;

/**
 * A decision tree. Node 0 is the root; the children of a node stand next to each other, behind it. A row goes left if
 * {@code x <= threshold}, or its category is in the node's set; a missing value goes where {@code missingLeft} says.
 *
 * @param outputs the number of values of a leaf
 * @param feature per node: the feature it splits by, −1 in a leaf
 * @param threshold per node: 0 in a leaf and where categories split
 * @param left per node: its left child, the right child being the next node; −1 in a leaf
 * @param missingLeft per node: whether missing values go left
 * @param setStart per node, and one more: its set is in {@code setWords} from here to where that of the next node begins; empty
 *     in a leaf and where a threshold splits
 * @param setWords the categories of sets: bit {@code c % 24} of word {@code c / 24} is that of code c. Codes behind the last word are
 *     missing values; codes of the last word that are no categories go where missing values go
 * @param gain per node: the gain of its split, 0 in a leaf
 * @param curvature per node: the sum of the curvatures of its rows
 * @param rows per node: the number of its rows, each counted as often as it was drawn
 * @param values node × output: raw values of leaves, not scaled by a learning rate; 0 elsewhere
 */
public record Tree(
        int outputs,
        int[] feature,
        float[] threshold,
        int[] left,
        boolean[] missingLeft,
        int[] setStart,
        int[] setWords,
        float[] gain,
        float[] curvature,
        int[] rows,
        float[] values) {
    /** The number of categories in one word of a set: as many as a float32 can hold exactly. */
    public static final int SET_WORD_BITS = 24;

    /** The number of nodes. */
    public int nodes() {
        return feature.length;
    }

    /** The number of leaves. */
    public int leaves() {
        return (nodes() + 1) / 2;
    }

    /** The same tree with other values: {@code node × output}. */
    public Tree withValues(float[] newValues) {
        if (newValues.length != values.length) {
            throw new IllegalArgumentException(
                    "%s values for a tree with %s".formatted(newValues.length, values.length));
        }
        return new Tree(
                outputs, feature, threshold, left, missingLeft, setStart, setWords, gain, curvature, rows, newValues);
    }

    /** The leaf of a row that begins at {@code offset}. */
    public int leafOf(float[] row, int offset) {
        var node = 0;
        while (feature[node] >= 0) {
            node = left[node] + (goesLeft(node, row[offset + feature[node]]) ? 0 : 1);
        }
        return node;
    }

    /** The values of the leaf of a row: one per output. */
    public float[] predict(float[] row) {
        var leaf = leafOf(row, 0);
        var result = new float[outputs];
        System.arraycopy(values, leaf * outputs, result, 0, outputs);
        return result;
    }

    /** Whether a row with this value of the feature that a node asks about goes left. */
    public boolean goesLeft(int node, float x) {
        if (setStart[node] == setStart[node + 1]) {
            return Float.isNaN(x) ? missingLeft[node] : x <= threshold[node];
        }
        var codes = (setStart[node + 1] - setStart[node]) * SET_WORD_BITS;
        if (!(x >= 0 && x < codes)) {
            return missingLeft[node];
        }
        var code = (int) x;
        return (setWords[setStart[node] + code / SET_WORD_BITS] >> code % SET_WORD_BITS & 1) != 0;
    }
}
