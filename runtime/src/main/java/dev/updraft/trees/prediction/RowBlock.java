package dev.updraft.trees.prediction;

import java.util.Arrays;

/** Room for some rows, and for what is found of them; used by one thread at a time. */
public final class RowBlock {
    private final TreePredictor predictor;
    private final int capacity;
    private final int outputs;
    private final int[] bits;
    private final float[] sums;
    /** Where eight ways down begin. */
    final int[] starts = new int[WalkedTrees.SIDE_BY_SIDE];
    /** Per row, or per way, the leaf that it came to. */
    final int[] leaves;
    /** By number of a {@link KeyColumns column}, then row. */
    final int[][] columns;
    /** By word of {@value MaskedTree#WORD} leaves, then row: those that are still possible. */
    final int[][] possible;

    RowBlock(TreePredictor predictor, int capacity, int features, int outputs, int columns) {
        this.predictor = predictor;
        this.capacity = capacity;
        this.outputs = outputs;
        // Ways go side by side, behind the last row, too.
        var rows = Math.ceilDiv(capacity, WalkedTrees.SIDE_BY_SIDE) * WalkedTrees.SIDE_BY_SIDE;
        bits = new int[Math.multiplyExact(rows, features)];
        sums = new float[Math.multiplyExact(capacity, outputs)];
        leaves = new int[rows];
        this.columns = new int[columns][capacity];
        possible = new int[columns == 0 ? 0 : MaskedTree.MOST_WORDS][capacity];
    }

    /** Whose it is. */
    public TreePredictor predictor() {
        return predictor;
    }

    /** The most rows. */
    public int capacity() {
        return capacity;
    }

    /** Takes the bits of features as float32, rows × features; {@link TreePredictor#add} leaves others there. */
    public int[] bits() {
        return bits;
    }

    /** What leaves are added to, rows × outputs. */
    public float[] sums() {
        return sums;
    }

    /** Gives rows the sums of the first. */
    public void repeatFirst(int rows) {
        if (outputs == 1) {
            Arrays.fill(sums, 1, rows, sums[0]);
            return;
        }
        for (var row = 1; row < rows; row++) {
            System.arraycopy(sums, 0, sums, row * outputs, outputs);
        }
    }
}
