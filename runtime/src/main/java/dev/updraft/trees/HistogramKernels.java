package dev.updraft.trees;

/**
 * The inner loops of histograms. Each adds the words of some rows to the bins of some features; the bins of the features of one
 * call lie {@link #SLOT} apart. Eight features at a time have histograms of 16 KB, which stay in a core's first cache.
 */
final class HistogramKernels {
    /** Bins of a feature in bytes. */
    static final int SLOT = 256;

    private HistogramKernels() {}

    /** Eight features next to each other in rows of {@code stride} bytes, the first at {@code origin}. */
    static void eight(
            byte[] bins, int stride, int origin, long[] words, int[] rows, int from, int to, long[] sums, int base) {
        for (var i = from; i < to; i++) {
            var row = rows[i];
            var word = words[row];
            var place = row * stride + origin;
            sums[base + (bins[place] & 0xff)] += word;
            sums[base + (bins[place + 1] & 0xff) + SLOT] += word;
            sums[base + (bins[place + 2] & 0xff) + 2 * SLOT] += word;
            sums[base + (bins[place + 3] & 0xff) + 3 * SLOT] += word;
            sums[base + (bins[place + 4] & 0xff) + 4 * SLOT] += word;
            sums[base + (bins[place + 5] & 0xff) + 5 * SLOT] += word;
            sums[base + (bins[place + 6] & 0xff) + 6 * SLOT] += word;
            sums[base + (bins[place + 7] & 0xff) + 7 * SLOT] += word;
        }
    }

    /** Four features. */
    static void four(
            byte[] bins, int stride, int origin, long[] words, int[] rows, int from, int to, long[] sums, int base) {
        for (var i = from; i < to; i++) {
            var row = rows[i];
            var word = words[row];
            var place = row * stride + origin;
            sums[base + (bins[place] & 0xff)] += word;
            sums[base + (bins[place + 1] & 0xff) + SLOT] += word;
            sums[base + (bins[place + 2] & 0xff) + 2 * SLOT] += word;
            sums[base + (bins[place + 3] & 0xff) + 3 * SLOT] += word;
        }
    }

    /** One feature. */
    static void one(
            byte[] bins, int stride, int origin, long[] words, int[] rows, int from, int to, long[] sums, int base) {
        for (var i = from; i < to; i++) {
            var row = rows[i];
            sums[base + (bins[row * stride + origin] & 0xff)] += words[row];
        }
    }

    /** One feature of more bins. */
    static void wide(char[] bins, long[] words, int[] rows, int from, int to, long[] sums, int base) {
        for (var i = from; i < to; i++) {
            var row = rows[i];
            sums[base + bins[row]] += words[row];
        }
    }

    /** One feature, the sums of outputs lying {@code apart}. */
    static void oneByOutput(
            byte[] bins,
            int[] outputOf,
            int apart,
            long[] words,
            int[] rows,
            int from,
            int to,
            long[] sums,
            int base) {
        for (var i = from; i < to; i++) {
            var row = rows[i];
            sums[base + outputOf[row] * apart + (bins[row] & 0xff)] += words[row];
        }
    }

    /** One feature of more bins, the sums of outputs lying {@code apart}. */
    static void wideByOutput(
            char[] bins,
            int[] outputOf,
            int apart,
            long[] words,
            int[] rows,
            int from,
            int to,
            long[] sums,
            int base) {
        for (var i = from; i < to; i++) {
            var row = rows[i];
            sums[base + outputOf[row] * apart + bins[row]] += words[row];
        }
    }

}
