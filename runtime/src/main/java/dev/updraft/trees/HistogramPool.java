package dev.updraft.trees;

import java.util.ArrayDeque;
import java.util.Arrays;

/** Histograms of all features to be used again. Keeps no more than a limit of memory for nodes that will split later. */
final class HistogramPool {
    private static final long MOST_BYTES = 256L << 20;

    private final int length;
    private final int mostKept;
    private final ArrayDeque<long[]> free = new ArrayDeque<>();
    private int taken;

    HistogramPool(int length) {
        this.length = length;
        mostKept = (int) Math.min(1 << 16, MOST_BYTES / Math.max(1L, (long) length * Long.BYTES));
    }

    /** An empty histogram. */
    long[] take() {
        long[] histogram;
        synchronized (this) {
            taken++;
            histogram = free.pollFirst();
        }
        if (histogram == null) {
            return new long[length];
        }
        Arrays.fill(histogram, 0);
        return histogram;
    }

    /** Takes a histogram back. */
    synchronized void release(long[] histogram) {
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
