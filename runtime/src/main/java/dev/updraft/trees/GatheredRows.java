package dev.updraft.trees;

import static dev.updraft.trees.HistogramKernels.STRIDE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Copies of some rows next to each other, {@link HistogramKernels#STRIDE} features in an array. Rows of a node are far apart in
 * memory; a loop that does nothing but copy waits for many of them at once, and histograms are then added up without waiting.
 */
final class GatheredRows {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private final int stride;
    private final byte[][] bins;
    private final long[] words;

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
        var part = 0;
        for (; part + 2 * STRIDE <= stride; part += 2 * STRIDE) {
            copyFour(rows.asSlice(part), order, from, to, bins[part / STRIDE], bins[part / STRIDE + 1]);
        }
        for (; part < stride; part += Long.BYTES) {
            copyOne(rows.asSlice(part), order, from, to, bins[part / STRIDE], part % STRIDE);
        }
    }

    private void copyFour(MemorySegment rows, int[] order, int from, int to, byte[] first, byte[] second) {
        var target = 0;
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
