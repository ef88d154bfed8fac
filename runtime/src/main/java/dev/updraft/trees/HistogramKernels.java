package dev.updraft.trees;

/**
 * The inner loops of histograms. Each adds the words of some rows to the bins of features. Where several features are done at a
 * time, rows lie {@link #STRIDE} bytes apart, and the bins of features {@link #SLOT} apart: both constants, which makes these loops
 * a fifth faster.
 */
final class HistogramKernels {
    /** Bins of a feature in bytes. */
    static final int SLOT = 256;
    /** Features that are done at a time: their histograms, 32 KB, stay in a core's first cache. */
    static final int STRIDE = 16;

    private HistogramKernels() {}

    /** Adds rows to the histograms of the first 1 to {@link #STRIDE} features, rounded up to a multiple of four. */
    static void add(int features, byte[] bins, long[] words, int rows, long[] sums) {
        switch ((features + 3) / 4) {
            case 1 -> four(bins, words, rows, sums);
            case 2 -> eight(bins, words, rows, sums);
            case 3 -> twelve(bins, words, rows, sums);
            default -> sixteen(bins, words, rows, sums);
        }
    }

    /** Sixteen features. */
    private static void sixteen(byte[] bins, long[] words, int rows, long[] sums) {
        for (int row = 0, place = 0; row < rows; row++, place += STRIDE) {
            var word = words[row];
            sums[(bins[place] & 0xff)] += word;
            sums[(bins[place + 1] & 0xff) + SLOT] += word;
            sums[(bins[place + 2] & 0xff) + 2 * SLOT] += word;
            sums[(bins[place + 3] & 0xff) + 3 * SLOT] += word;
            sums[(bins[place + 4] & 0xff) + 4 * SLOT] += word;
            sums[(bins[place + 5] & 0xff) + 5 * SLOT] += word;
            sums[(bins[place + 6] & 0xff) + 6 * SLOT] += word;
            sums[(bins[place + 7] & 0xff) + 7 * SLOT] += word;
            sums[(bins[place + 8] & 0xff) + 8 * SLOT] += word;
            sums[(bins[place + 9] & 0xff) + 9 * SLOT] += word;
            sums[(bins[place + 10] & 0xff) + 10 * SLOT] += word;
            sums[(bins[place + 11] & 0xff) + 11 * SLOT] += word;
            sums[(bins[place + 12] & 0xff) + 12 * SLOT] += word;
            sums[(bins[place + 13] & 0xff) + 13 * SLOT] += word;
            sums[(bins[place + 14] & 0xff) + 14 * SLOT] += word;
            sums[(bins[place + 15] & 0xff) + 15 * SLOT] += word;
        }
    }

    /** Twelve features. */
    private static void twelve(byte[] bins, long[] words, int rows, long[] sums) {
        for (int row = 0, place = 0; row < rows; row++, place += STRIDE) {
            var word = words[row];
            sums[(bins[place] & 0xff)] += word;
            sums[(bins[place + 1] & 0xff) + SLOT] += word;
            sums[(bins[place + 2] & 0xff) + 2 * SLOT] += word;
            sums[(bins[place + 3] & 0xff) + 3 * SLOT] += word;
            sums[(bins[place + 4] & 0xff) + 4 * SLOT] += word;
            sums[(bins[place + 5] & 0xff) + 5 * SLOT] += word;
            sums[(bins[place + 6] & 0xff) + 6 * SLOT] += word;
            sums[(bins[place + 7] & 0xff) + 7 * SLOT] += word;
            sums[(bins[place + 8] & 0xff) + 8 * SLOT] += word;
            sums[(bins[place + 9] & 0xff) + 9 * SLOT] += word;
            sums[(bins[place + 10] & 0xff) + 10 * SLOT] += word;
            sums[(bins[place + 11] & 0xff) + 11 * SLOT] += word;
        }
    }

    /** Eight features. */
    private static void eight(byte[] bins, long[] words, int rows, long[] sums) {
        for (int row = 0, place = 0; row < rows; row++, place += STRIDE) {
            var word = words[row];
            sums[(bins[place] & 0xff)] += word;
            sums[(bins[place + 1] & 0xff) + SLOT] += word;
            sums[(bins[place + 2] & 0xff) + 2 * SLOT] += word;
            sums[(bins[place + 3] & 0xff) + 3 * SLOT] += word;
            sums[(bins[place + 4] & 0xff) + 4 * SLOT] += word;
            sums[(bins[place + 5] & 0xff) + 5 * SLOT] += word;
            sums[(bins[place + 6] & 0xff) + 6 * SLOT] += word;
            sums[(bins[place + 7] & 0xff) + 7 * SLOT] += word;
        }
    }

    /** Four features. */
    private static void four(byte[] bins, long[] words, int rows, long[] sums) {
        for (int row = 0, place = 0; row < rows; row++, place += STRIDE) {
            var word = words[row];
            sums[(bins[place] & 0xff)] += word;
            sums[(bins[place + 1] & 0xff) + SLOT] += word;
            sums[(bins[place + 2] & 0xff) + 2 * SLOT] += word;
            sums[(bins[place + 3] & 0xff) + 3 * SLOT] += word;
        }
    }

    /** One feature. */
    static void one(byte[] bins, long[] words, int[] order, int from, int to, long[] sums, int base) {
        for (var i = from; i < to; i++) {
            var row = order[i];
            sums[base + (bins[row] & 0xff)] += words[row];
        }
    }

    /** One feature of more bins. */
    static void wide(char[] bins, long[] words, int[] order, int from, int to, long[] sums) {
        for (var i = from; i < to; i++) {
            var row = order[i];
            sums[bins[row]] += words[row];
        }
    }

    /** One feature, each row of the output that it belongs to. */
    static void oneByOutput(
            byte[] bins, int[] outputOf, long[] words, int[] order, int from, int to, HistogramView view) {
        var arrays = view.arrays();
        var first = view.first();
        var step = view.step();
        var base = view.base();
        for (var i = from; i < to; i++) {
            var row = order[i];
            arrays[first + outputOf[row] * step][base + (bins[row] & 0xff)] += words[row];
        }
    }

    /** One feature of more bins, each row of the output that it belongs to. */
    static void wideByOutput(
            char[] bins, int[] outputOf, long[] words, int[] order, int from, int to, HistogramView view) {
        for (var i = from; i < to; i++) {
            var row = order[i];
            view.sums(outputOf[row])[view.base() + bins[row]] += words[row];
        }
    }
}
