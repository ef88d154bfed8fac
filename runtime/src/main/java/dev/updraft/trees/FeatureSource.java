package dev.updraft.trees;

/** Rows of float32 features that can be read more than once, always in the same order. */
public interface FeatureSource {
    /** The number of rows. */
    int rows();

    /** The number of features per row. */
    int features();

    /**
     * Passes over all rows in order. Called more than once: to find the bins, and to fill them.
     *
     * @param consumer is called with consecutive blocks, by one thread at a time; blocks of a few thousand rows are best
     */
    void forEachBlock(BlockConsumer consumer);

    /** Takes consecutive rows. */
    @FunctionalInterface
    interface BlockConsumer {
        /**
         * Takes a block of rows; the array is read until this returns.
         *
         * @param block rows × features, row-major; NaN = missing; infinite values are ordinary extremes
         * @param from the number of the first row
         * @param rows the number of rows in the block
         */
        void accept(float[] block, int from, int rows);
    }

    /**
     * Rows in one array.
     *
     * @param values rows × features, row-major
     */
    static FeatureSource of(float[] values, int features) {
        return new ArrayFeatureSource(values, features);
    }
}
