package dev.updraft.training.adaptation;

import java.util.Arrays;

/** Numbers, to be sorted. */
final class Quantiles {
    private float[] values = new float[64];
    private int size;
    private boolean sorted = true;

    void add(float value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
        sorted = false;
    }

    private void sort() {
        if (!sorted) {
            Arrays.sort(values, 0, size);
            sorted = true;
        }
    }

    /** The middle one, of an even number the mean of the two in the middle; 0 of none. */
    float median() {
        if (size == 0) {
            return 0;
        }
        sort();
        return size % 2 == 1 ? values[size / 2] : (float) ((values[size / 2 - 1] + (double) values[size / 2]) / 2);
    }

    /** The number below which a share of the numbers is, linear between two as numpy's {@code quantile}; 0 of none. */
    double quantile(double share) {
        if (size == 0) {
            return 0;
        }
        sort();
        var place = share * (size - 1);
        var below = (int) place;
        var above = Math.min(below + 1, size - 1);
        return values[below] + (place - below) * ((double) values[above] - values[below]);
    }

    /** Quantiles at equal distances, from the smallest number to the largest. */
    float[] all(int count) {
        var quantiles = new float[count];
        for (var i = 0; i < count; i++) {
            quantiles[i] = (float) quantile((double) i / (count - 1));
        }
        return quantiles;
    }

    /** What cuts the numbers into parts of equal size. */
    float[] inner(int parts) {
        return Arrays.copyOfRange(all(parts + 1), 1, parts);
    }

    /** The one that occurs most, of several the smallest; 0 of none. */
    float mostFrequent() {
        sort();
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
