package dev.updraft.data.internal;

import java.util.Arrays;

/**
 * Samples in groups.
 *
 * @param numbers of each sample that of its group, from 0
 * @param sizes of each group how many samples it has, at least 1
 */
record SampleGroups(int[] numbers, int[] sizes) {

    /** Each sample on its own, in order. */
    static SampleGroups each(int samples) {
        var sizes = new int[samples];
        Arrays.fill(sizes, 1);
        return new SampleGroups(Shuffle.none(samples), sizes);
    }

    /** Samples with equal values together, in the order of the values. */
    static SampleGroups ofEqual(long[] values) {
        var different = values.clone();
        Arrays.sort(different);
        var count = 0;
        for (var value : different) {
            if (count == 0 || value != different[count - 1]) {
                different[count++] = value;
            }
        }
        var numbers = new int[values.length];
        var sizes = new int[count];
        for (var sample = 0; sample < numbers.length; sample++) {
            numbers[sample] = Arrays.binarySearch(different, 0, count, values[sample]);
            sizes[numbers[sample]]++;
        }
        return new SampleGroups(numbers, sizes);
    }

    /** The same groups in the order in which they occur first. */
    SampleGroups byFirst() {
        var places = new int[sizes.length];
        Arrays.fill(places, -1);
        var ordered = new int[sizes.length];
        var next = 0;
        for (var sample = 0; sample < numbers.length; sample++) {
            var number = numbers[sample];
            if (places[number] < 0) {
                ordered[next] = sizes[number];
                places[number] = next++;
            }
            numbers[sample] = places[number];
        }
        return new SampleGroups(numbers, ordered);
    }

    int count() {
        return sizes.length;
    }
}
