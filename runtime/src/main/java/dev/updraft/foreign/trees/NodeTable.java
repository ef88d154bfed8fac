package dev.updraft.foreign.trees;

import dev.updraft.trees.Tree;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The nodes of a tree of another program, in any order, as {@link TreeAssembly} takes them. A feature of −1 makes a leaf.
 */
public final class NodeTable {
    /** Where what is missing goes. */
    public enum Missing {
        LEFT,
        RIGHT,
        /** A gap and a zero go left, whatever the threshold is. */
        ZERO_LEFT,
        /** A gap and a zero go right, whatever the threshold is. */
        ZERO_RIGHT
    }

    private static final int[] NO_SET = {};

    final int[] feature;
    final float[] threshold;
    /** The words of sets; none where a threshold is asked about. */
    final int[][] set;

    final Missing[] missing;
    final int[] left;
    final int[] right;
    final float[] value;
    final float[] gain;
    final float[] curvature;
    final int[] rows;

    /** Leaves, with a value of 0. */
    public NodeTable(int nodes) {
        feature = new int[nodes];
        Arrays.fill(feature, -1);
        threshold = new float[nodes];
        set = new int[nodes][];
        Arrays.fill(set, NO_SET);
        missing = new Missing[nodes];
        Arrays.fill(missing, Missing.RIGHT);
        left = new int[nodes];
        right = new int[nodes];
        value = new float[nodes];
        gain = new float[nodes];
        curvature = new float[nodes];
        rows = new int[nodes];
    }

    /** How many there are. */
    public int size() {
        return feature.length;
    }

    /** Makes a node a leaf. */
    public void leaf(int node, float leafValue) {
        value[node] = leafValue;
    }

    /** Makes a node a question whether a number is at most a threshold; if so, the way goes left. */
    public void question(int node, int about, float atMost, Missing where, int toLeft, int toRight) {
        feature[node] = about;
        threshold[node] = atMost;
        missing[node] = where;
        left[node] = toLeft;
        right[node] = toRight;
    }

    /**
     * Makes a node a question whether a category is in a set; if so, the way goes left.
     *
     * @param isIn numbers of categories as a model of the language has them
     * @param numbers how many of these there are
     */
    public void question(int node, int about, BitSet isIn, int numbers, boolean missingLeft, int toLeft, int toRight) {
        question(node, about, 0, missingLeft ? Missing.LEFT : Missing.RIGHT, toLeft, toRight);
        set[node] = words(isIn, numbers);
    }

    /** Says what was seen of a node when it was grown. */
    public void statistics(int node, float splitGain, float sumOfCurvatures, int samples) {
        gain[node] = splitGain;
        curvature[node] = sumOfCurvatures;
        rows[node] = samples;
    }

    /** All numbers are in one of the words, as one behind them counts as missing. */
    private static int[] words(BitSet categories, int numbers) {
        var words = new int[Math.ceilDiv(numbers, Tree.SET_WORD_BITS)];
        categories.stream()
                .forEach(category -> words[category / Tree.SET_WORD_BITS] |= 1 << (category % Tree.SET_WORD_BITS));
        return words;
    }
}
