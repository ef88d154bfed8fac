package dev.updraft.trees.prediction;

import java.util.Arrays;

/** The numbers of all leaves, tree by tree. */
final class LeafValues {
    private final TreeArrays arrays;
    private float[] values = new float[1024];
    private int count;

    LeafValues(TreeArrays arrays) {
        this.arrays = arrays;
    }

    /** How many leaves there are. */
    int count() {
        return count;
    }

    /** Adds a leaf of the arrays, and says its number here. */
    int add(int leaf) {
        var at = Math.multiplyExact(count, arrays.leafSize());
        var end = Math.addExact(at, arrays.leafSize());
        if (end > values.length) {
            values = Arrays.copyOf(values, Math.max(end, Math.multiplyExact(2, values.length)));
        }
        for (var number = 0; number < arrays.leafSize(); number++) {
            values[at + number] = arrays.leaf(leaf, number);
        }
        return count++;
    }

    float[] values() {
        return Arrays.copyOf(values, count * arrays.leafSize());
    }
}
