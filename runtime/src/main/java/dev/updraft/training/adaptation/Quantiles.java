package dev.updraft.training.adaptation;

import dev.updraft.data.internal.spill.SpillFile;
import dev.updraft.data.internal.spill.SpillMemory;
import dev.updraft.data.internal.spill.SpilledFloats;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Numbers, of which some places in their order are asked for. Those that are too many for memory are on disk. */
final class Quantiles {
    /** All of a layer take an eighth of what a table may take. */
    private static final int SHARE = 8;

    private static final int FEWEST = 64;

    private final int most;
    private float[] values = new float[FEWEST];
    private int size;
    private boolean sorted = true;
    private @Nullable SpilledFloats spilled;

    /** @param channels how many of these a layer has */
    Quantiles(int channels) {
        most = Math.clamp(SpillMemory.limit() / SHARE / Float.BYTES / channels, FEWEST, Integer.MAX_VALUE / 2);
    }

    void add(float value) {
        if (size == values.length) {
            makeRoom();
        }
        values[size++] = value + 0f; // Zero has two signs, which are equal.
        sorted = false;
    }

    private void makeRoom() {
        if (size < most) {
            values = Arrays.copyOf(values, Math.min(2 * size, most));
        } else {
            spill();
        }
    }

    private SpilledFloats spill() {
        if (spilled == null) {
            spilled = new SpilledFloats(SpillFile.create("the medians and quantiles of the training data"));
        }
        spilled.add(values, size);
        size = 0;
        return spilled;
    }

    /** How many there are. */
    private long count() {
        return size + (spilled == null ? 0 : spilled.size());
    }

    private void sort() {
        if (!sorted) {
            Arrays.sort(values, 0, size);
            sorted = true;
        }
    }

    /**
     * The numbers at some places of the ascending order.
     *
     * @param ranks counted from 0, ascending
     */
    private float[] at(long... ranks) {
        if (spilled != null) {
            return spill().at(ranks);
        }
        sort();
        var found = new float[ranks.length];
        for (var i = 0; i < ranks.length; i++) {
            found[i] = values[(int) ranks[i]];
        }
        return found;
    }

    /** The middle one, of an even number the mean of the two in the middle; 0 of none. */
    float median() {
        var count = count();
        if (count == 0) {
            return 0;
        }
        var middle = at((count - 1) / 2, count / 2);
        return count % 2 == 1 ? middle[0] : (float) ((middle[0] + (double) middle[1]) / 2);
    }

    /** The numbers below which shares of the numbers are, linear between two as numpy's {@code quantile}; 0 of none. */
    double[] quantiles(double... shares) {
        var quantiles = new double[shares.length];
        var last = count() - 1;
        if (last < 0) {
            return quantiles;
        }
        var ranks = Arrays.stream(shares)
                .mapToLong(share -> (long) (share * last))
                .flatMap(below -> LongStream.of(below, Math.min(below + 1, last)))
                .distinct()
                .sorted()
                .toArray();
        var found = at(ranks);
        for (var i = 0; i < shares.length; i++) {
            var place = shares[i] * last;
            var below = (long) place;
            var value = found[Arrays.binarySearch(ranks, below)];
            var next = found[Arrays.binarySearch(ranks, Math.min(below + 1, last))];
            quantiles[i] = value + (place - below) * ((double) next - value);
        }
        return quantiles;
    }

    /** Quantiles at equal distances, from the smallest number to the largest. */
    float[] all(int count) {
        var quantiles = quantiles(IntStream.range(0, count)
                .mapToDouble(i -> (double) i / (count - 1))
                .toArray());
        var rounded = new float[count];
        for (var i = 0; i < count; i++) {
            rounded[i] = (float) quantiles[i];
        }
        return rounded;
    }

    /** What cuts the numbers into parts of equal size. */
    float[] inner(int parts) {
        return Arrays.copyOfRange(all(parts + 1), 1, parts);
    }

    /** The one that occurs most, of several the smallest; 0 of none. */
    float mostFrequent() {
        if (spilled != null) {
            var best = new float[1];
            var most = new int[1];
            spill().forEach((value, _, count) -> {
                if (count > most[0]) {
                    most[0] = count;
                    best[0] = value;
                }
            });
            return best[0];
        }
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
