package dev.updraft.training.adaptation;

import java.util.Arrays;

/** Numbers, to be sorted. */
final class Quantiles {
    private float[] values = new float[64];
    private int size;

    void add(float value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    /** The middle one, of an even number the mean of the two in the middle; 0 of none. */
    float median() {
        if (size == 0) {
            return 0;
        }
        Arrays.sort(values, 0, size);
        return size % 2 == 1 ? values[size / 2] : (float) ((values[size / 2 - 1] + (double) values[size / 2]) / 2);
    }

    /** The one that occurs most, of several the smallest; 0 of none. */
    float mostFrequent() {
        Arrays.sort(values, 0, size);
        var best = 0f;
        var most = 0;
        for (var start = 0; start < size; ) {
            var end = start;
            while (end < size && values[end] == values[start]) {
                end++;
            }
            if (end - start > most) {
                most = end - start;
                best = values[start];
            }
            start = end;
        }
        return best;
    }
}
