package dev.updraft.trees;

/**
 * The histogram of one feature: per output and bin a sum of words.
 *
 * @param arrays those of the first output at {@code first}, those of the next {@code step} further
 * @param base where in an array the feature's bins begin
 */
record HistogramView(long[][] arrays, int first, int step, int base) {
    /** The array of an output. */
    long[] sums(int output) {
        return arrays[first + output * step];
    }

    /** The sum of a bin. */
    long word(int output, int bin) {
        return sums(output)[base + bin];
    }

    /** Whether no row is in a bin. */
    boolean isEmpty(int bin, int outputs) {
        for (var output = 0; output < outputs; output++) {
            if (word(output, bin) != 0) {
                return false;
            }
        }
        return true;
    }
}
