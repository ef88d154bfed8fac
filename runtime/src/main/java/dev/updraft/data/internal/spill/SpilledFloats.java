package dev.updraft.data.internal.spill;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Numbers on disk, to be gone through in ascending order. They are not sorted, but counted: first by the upper half of their bits,
 * then, some of those at a time, by the lower half.
 */
public final class SpilledFloats {
    private static final int HALF = 16;
    private static final int HALVES = 1 << HALF;
    private static final int AT_A_TIME = 64;
    private static final int BUFFER_BYTES = 1 << 18;

    private final SpillFile file;

    /** None at first. */
    public SpilledFloats(SpillFile file) {
        this.file = file;
    }

    /** Takes different numbers with how often they occur. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes a number.
         *
         * @param before how many numbers are smaller
         */
        void accept(float value, long before, int count);
    }

    @FunctionalInterface
    private interface Key {
        void add(int key);
    }

    /** Adds numbers, of which none is NaN. */
    public void add(float[] values, int count) {
        var bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.nativeOrder());
        bytes.asFloatBuffer().put(values, 0, count);
        file.append(bytes.array());
    }

    /** How many there are. */
    public long size() {
        return file.size() / Float.BYTES;
    }

    /** All different numbers in ascending order. */
    public void forEach(Sink sink) {
        var upper = new int[HALVES];
        each(key -> upper[key >>> HALF]++);
        forEach(upper, half -> upper[half] > 0, sink);
    }

    /**
     * The numbers at some places of the ascending order.
     *
     * @param ranks counted from 0, ascending
     */
    public float[] at(long[] ranks) {
        var upper = new int[HALVES];
        each(key -> upper[key >>> HALF]++);
        var wanted = new boolean[HALVES];
        var before = 0L;
        for (int half = 0, next = 0; half < HALVES && next < ranks.length; half++) {
            before += upper[half];
            while (next < ranks.length && ranks[next] < before) {
                wanted[half] = true;
                next++;
            }
        }
        var values = new float[ranks.length];
        forEach(upper, half -> wanted[half], (value, smaller, count) -> {
            var from = Arrays.binarySearch(ranks, smaller);
            for (var i = from < 0 ? -1 - from : first(ranks, from);
                    i < ranks.length && ranks[i] < smaller + count;
                    i++) {
                values[i] = value;
            }
        });
        return values;
    }

    /** A number may be asked for twice. */
    private static int first(long[] ranks, int found) {
        var first = found;
        while (first > 0 && ranks[first - 1] == ranks[found]) {
            first--;
        }
        return first;
    }

    private void forEach(int[] upper, IntPredicate isWanted, Sink sink) {
        var before = 0L;
        for (var half = 0; half < HALVES; ) {
            var place = new int[HALVES];
            var count = 0;
            var end = half;
            for (; end < HALVES && count < AT_A_TIME; end++) {
                if (isWanted.test(end)) {
                    place[end] = ++count;
                }
            }
            var lower = lower(place, count);
            for (; half < end; half++) {
                if (place[half] > 0) {
                    report(half, lower[place[half] - 1], before, sink);
                }
                before += upper[half];
            }
        }
    }

    /** Counts by the lower halves of those whose upper half has a place, counted from 1. */
    private int[][] lower(int[] place, int count) {
        var lower = new int[count][HALVES];
        if (count > 0) {
            each(key -> {
                var its = place[key >>> HALF];
                if (its > 0) {
                    lower[its - 1][key & (HALVES - 1)]++;
                }
            });
        }
        return lower;
    }

    private static void report(int upper, int[] lower, long before, Sink sink) {
        var smaller = before;
        for (var half = 0; half < HALVES; half++) {
            if (lower[half] > 0) {
                sink.accept(value(upper << HALF | half), smaller, lower[half]);
                smaller += lower[half];
            }
        }
    }

    /** Bits that are, without a sign, in the order of the numbers. */
    private static int key(float value) {
        var bits = Float.floatToRawIntBits(value);
        return bits ^ (bits >> 31 | Integer.MIN_VALUE);
    }

    private static float value(int key) {
        return Float.intBitsToFloat(key ^ (~key >> 31 | Integer.MIN_VALUE));
    }

    private void each(Key keys) {
        try (var arena = Arena.ofConfined()) {
            var buffer = arena.allocate(BUFFER_BYTES, Float.BYTES);
            var size = file.size();
            for (var position = 0L; position < size; position += BUFFER_BYTES) {
                MemorySegment part = buffer.asSlice(0, Math.min(BUFFER_BYTES, size - position));
                file.read(position, part);
                for (var i = 0L; i < part.byteSize() / Float.BYTES; i++) {
                    keys.add(key(part.getAtIndex(JAVA_FLOAT, i)));
                }
            }
        }
    }
}
