package dev.updraft.training.supervised;

import java.util.Arrays;

/** Rows of numbers that come one by one. */
public final class Samples {
    private final int width;
    private float[] values = new float[0];
    private int count;

    /** @param width numbers of a row */
    public Samples(int width) {
        this.width = width;
    }

    /** Takes {@code width} numbers from a place on. */
    public void add(float[] from, int first) {
        var end = Math.multiplyExact(count + 1, width);
        if (end > values.length) {
            values = Arrays.copyOf(values, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(end, values.length * 3L / 2)));
        }
        System.arraycopy(from, first, values, count * width, width);
        count++;
    }

    public int count() {
        return count;
    }

    public int width() {
        return width;
    }

    public float value(int row, int place) {
        return values[row * width + place];
    }

    /** All of them, one row behind the other. */
    public float[] all() {
        return Arrays.copyOf(values, count * width);
    }
}
