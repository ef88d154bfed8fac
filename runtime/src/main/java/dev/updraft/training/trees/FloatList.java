package dev.updraft.training.trees;

import java.util.Arrays;

/** Floats, as many as there are. */
final class FloatList {
    private float[] values = new float[64];
    private int size;

    int size() {
        return size;
    }

    float get(int index) {
        return values[index];
    }

    void add(float value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    /** Forgets what is behind. */
    void truncate(int length) {
        size = length;
    }

    /** The values, and behind them anything. */
    float[] array() {
        return values;
    }
}
