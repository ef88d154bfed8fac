package dev.updraft.trees;

import java.util.ArrayDeque;
import java.util.Arrays;

/** Histograms of all features to be used again. Keeps no more than a limit of memory for nodes that will split later. */
final class HistogramPool {
    private static final long MOST_BYTES = 256L << 20;

    private final int outputs;
    private final int[] lengths;
    private final int mostKept;
    private final ArrayDeque<long[][]> free = new ArrayDeque<>();
    private int taken;

    /**
     * @param lengths of the arrays of one output
     */
    HistogramPool(int outputs, int[] lengths) {
        this.outputs = outputs;
        this.lengths = lengths;
        var bytes = Arrays.stream(lengths).asLongStream().sum() * outputs * Long.BYTES;
        mostKept = (int) Math.min(1 << 16, MOST_BYTES / Math.max(1L, bytes));
    }

    /** An empty histogram. */
    long[][] take() {
        long[][] histogram;
        synchronized (this) {
            taken++;
            histogram = free.pollFirst();
        }
        if (histogram == null) {
            histogram = new long[outputs * lengths.length][];
            for (var i = 0; i < histogram.length; i++) {
                histogram[i] = new long[lengths[i % lengths.length]];
            }
            return histogram;
        }
        for (var sums : histogram) {
            Arrays.fill(sums, 0);
        }
        return histogram;
    }

    /** Takes a histogram back. */
    synchronized void release(long[][] histogram) {
        taken--;
        free.addFirst(histogram);
        while (free.size() + taken > mostKept && free.size() > 1) {
            free.removeLast();
        }
    }

    /** Whether a histogram may be kept for a node's children. */
    synchronized boolean mayKeep() {
        return taken <= mostKept;
    }
}
