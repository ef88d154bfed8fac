package dev.updraft.trees;

import static dev.updraft.trees.HistogramKernels.STRIDE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Copies of some rows next to each other, {@link HistogramKernels#STRIDE} features in an array. Rows of a node are far apart in
 * memory; a loop that does little else waits for many of them at once, and histograms are then added up without waiting. A loop that
 * only reads a byte of each waits for more still, so that it goes ahead.
 */
final class GatheredRows {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    /** Rows whose bytes are read ahead, so that they stay in the core's first cache. */
    private static final int AHEAD = 64;

    private final int stride;
    private final byte[][] bins;
    private final long[] words;
    /** Keeps the compiler from leaving out what reads ahead. */
    @SuppressWarnings("unused")
    private int ahead;

    /**
     * @param most the most rows at a time
     * @param stride the bytes of a row, a multiple of 8
     */
    GatheredRows(int most, int stride) {
        this.stride = stride;
        bins = new byte[(stride + STRIDE - 1) / STRIDE][most * STRIDE];
        words = new long[most];
    }

    /** Copies the bytes of rows. */
    void copyBins(MemorySegment rows, int[] order, int from, int to) {
        for (var start = from; start < to; start += AHEAD) {
            var end = Math.min(to, start + AHEAD);
            ahead += readAhead(rows, order, start, end);
            copyBins(rows, order, start, end, (start - from) * STRIDE);
        }
    }

    private int readAhead(MemorySegment rows, int[] order, int from, int to) {
        var sum = 0;
        for (var i = from; i < to; i++) {
            sum += rows.get(ValueLayout.JAVA_BYTE, (long) order[i] * stride);
        }
        return sum;
    }

    private void copyBins(MemorySegment rows, int[] order, int from, int to, int target) {
        var part = 0;
        for (; part + 2 * STRIDE <= stride; part += 2 * STRIDE) {
            copyFour(rows.asSlice(part), order, from, to, bins[part / STRIDE], bins[part / STRIDE + 1], target);
        }
        for (; part < stride; part += Long.BYTES) {
            copyOne(rows.asSlice(part), order, from, to, bins[part / STRIDE], target + part % STRIDE);
        }
    }

    private void copyFour(MemorySegment rows, int[] order, int from, int to, byte[] first, byte[] second, int start) {
        var target = start;
        for (var i = from; i < to; i++) {
            var place = (long) order[i] * stride;
            LONGS.set(first, target, rows.get(LONG, place));
            LONGS.set(first, target + 8, rows.get(LONG, place + 8));
            LONGS.set(second, target, rows.get(LONG, place + 16));
            LONGS.set(second, target + 8, rows.get(LONG, place + 24));
            target += STRIDE;
        }
    }

    private void copyOne(MemorySegment rows, int[] order, int from, int to, byte[] bins, int start) {
        var target = start;
        for (var i = from; i < to; i++) {
            LONGS.set(bins, target, rows.get(LONG, (long) order[i] * stride));
            target += STRIDE;
        }
    }

    /** Copies the words of rows. */
    void copyWords(long[] source, int[] order, int from, int to) {
        for (var i = from; i < to; i++) {
            words[i - from] = source[order[i]];
        }
    }

    /** The bytes of features from {@code plane × STRIDE} on. */
    byte[] bins(int plane) {
        return bins[plane];
    }

    /** The words of the rows copied. */
    long[] words() {
        return words;
    }
}
