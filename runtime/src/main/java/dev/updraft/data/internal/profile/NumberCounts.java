package dev.updraft.data.internal.profile;

import java.util.Arrays;

/** How often each different number occurs, as long as there are not too many to count. Numbers need not be written for that. */
final class NumberCounts {
    private final int limit;
    /** In the order in which they were first seen. */
    private double[] numbers = new double[16];

    private long[] counts = new long[numbers.length];
    /** Of each slot the place of its number, from 1; 0 for none. At most half of them are taken. */
    private int[] slots = new int[4 * numbers.length];

    private int size;
    private boolean complete = true;

    NumberCounts(int limit) {
        this.limit = limit;
    }

    void add(double value) {
        var number = value + 0.0; // One zero of two.
        var slot = slot(number);
        if (slots[slot] > 0) {
            counts[slots[slot] - 1]++;
        } else if (size == limit) {
            complete = false;
        } else {
            if (size == numbers.length) {
                grow();
                slot = slot(number);
            }
            numbers[size] = number;
            counts[size] = 1;
            slots[slot] = ++size;
        }
    }

    private int slot(double number) {
        var bits = Double.doubleToLongBits(number) * 0x9E3779B97F4A7C15L;
        var slot = (int) (bits >>> 32) & (slots.length - 1);
        while (slots[slot] > 0 && numbers[slots[slot] - 1] != number) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private void grow() {
        numbers = Arrays.copyOf(numbers, 2 * size);
        counts = Arrays.copyOf(counts, 2 * size);
        slots = new int[4 * numbers.length];
        for (var place = 0; place < size; place++) {
            slots[slot(numbers[place])] = place + 1;
        }
    }

    /**
     * Adds them as they are written.
     *
     * @return length of the longest
     */
    int addTo(ValueCounts values) {
        var longest = 0;
        for (var place = 0; place < size; place++) {
            var text = written(numbers[place]);
            values.add(text, counts[place]);
            longest = Math.max(longest, text.length());
        }
        if (!complete) {
            values.leaveOutOthers();
        }
        return longest;
    }

    /** Empty for NaN. */
    static String written(double number) {
        if (Double.isNaN(number)) {
            return "";
        }
        return number == (long) number ? Long.toString((long) number) : Double.toString(number);
    }
}
