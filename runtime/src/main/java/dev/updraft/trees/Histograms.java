package dev.updraft.trees;

import static dev.updraft.trees.HistogramKernels.SLOT;

import java.util.Arrays;

/**
 * Fills histograms: per output, feature and bin the sum of the words of rows. A histogram of all features has the features of
 * {@link BinnedFeatures#slots} first, {@link HistogramKernels#SLOT} bins each, then those of more bins; outputs lie
 * {@link #size} apart.
 */
final class Histograms {
    /** Rows that one group of features is done for before the next, so that they stay in the core's cache. */
    private static final int ROWS_AT_A_TIME = 1024;

    private final BinnedFeatures data;
    private final QuantizedGradients gradients;
    private final int[] offsets;
    private final int size;
    private boolean[] active;

    Histograms(BinnedFeatures data, QuantizedGradients gradients) {
        this.data = data;
        this.gradients = gradients;
        offsets = new int[data.width()];
        var next = 0;
        for (var feature : data.slots()) {
            offsets[feature] = next;
            next += SLOT;
        }
        for (var feature = 0; feature < offsets.length; feature++) {
            if (!data.bins(feature).narrow()) {
                offsets[feature] = next;
                next += data.bins(feature).count();
            }
        }
        size = next;
        active = new boolean[data.width()];
    }

    /** The features that histograms are needed of. */
    void setActive(boolean[] active) {
        this.active = active;
    }

    /** The length of the histogram of one output. */
    int size() {
        return size;
    }

    /** Where a feature's bins are. */
    int offset(int feature) {
        return offsets[feature];
    }

    /** Adds the rows at some places of an order to a histogram of all features. Rows ascend. */
    void add(int[] order, int from, int to, long[] sums) {
        if (gradients.single()) {
            for (var feature = 0; feature < offsets.length; feature++) {
                if (active[feature]) {
                    addFeature(feature, order, from, to, sums, offsets[feature], size);
                }
            }
            return;
        }
        for (int start = from, end; start < to; start = end) {
            end = sameChunk(order, start, Math.min(to, start + ROWS_AT_A_TIME));
            addSlots(order, start, end, sums);
        }
        for (var feature = 0; feature < offsets.length; feature++) {
            if (active[feature] && !data.bins(feature).narrow()) {
                addFeature(feature, order, from, to, sums, offsets[feature], size);
            }
        }
    }

    /** The end of the places, before {@code end}, whose rows are in the same array of {@link BinnedFeatures#rowMajor}. */
    private int sameChunk(int[] order, int start, int end) {
        var shift = data.chunkShift();
        var chunk = order[start] >>> shift;
        if (order[end - 1] >>> shift == chunk) {
            return end;
        }
        var place = Arrays.binarySearch(order, start, end, (chunk + 1) << shift);
        return place < 0 ? -place - 1 : place;
    }

    private void addSlots(int[] order, int from, int to, long[] sums) {
        var slots = data.slots();
        var stride = slots.length;
        var chunk = order[from] >>> data.chunkShift();
        var bins = data.rowMajor()[chunk];
        // Wraps round with later chunks, as the products with rows do, so that their sum is right.
        var origin = -(chunk << data.chunkShift()) * stride;
        for (var output = 0; output < gradients.outputs(); output++) {
            var words = gradients.words(output);
            var base = output * size;
            var slot = 0;
            for (; slot + 8 <= stride; slot += 8) {
                if (activeFrom(slot, 8)) {
                    HistogramKernels.eight(
                            bins, stride, origin + slot, words, order, from, to, sums, base + slot * SLOT);
                }
            }
            for (; slot + 4 <= stride; slot += 4) {
                if (activeFrom(slot, 4)) {
                    HistogramKernels.four(
                            bins, stride, origin + slot, words, order, from, to, sums, base + slot * SLOT);
                }
            }
            for (; slot < stride; slot++) {
                if (active[slots[slot]]) {
                    HistogramKernels.one(
                            bins, stride, origin + slot, words, order, from, to, sums, base + slot * SLOT);
                }
            }
        }
    }

    private boolean activeFrom(int slot, int count) {
        for (var i = slot; i < slot + count; i++) {
            if (active[data.slots()[i]]) {
                return true;
            }
        }
        return false;
    }

    /**
     * Adds the rows at some places of an order to the histogram of one feature.
     *
     * @param base where its bins begin
     * @param apart how far the bins of the next output are
     */
    void addFeature(int feature, int[] order, int from, int to, long[] sums, int base, int apart) {
        var narrow = data.bins(feature).narrow();
        if (gradients.single()) {
            var outputOf = gradients.outputOf();
            var words = gradients.words(0);
            if (narrow) {
                HistogramKernels.oneByOutput(
                        data.column(feature), outputOf, apart, words, order, from, to, sums, base);
            } else {
                HistogramKernels.wideByOutput(
                        data.wideColumn(feature), outputOf, apart, words, order, from, to, sums, base);
            }
            return;
        }
        for (var output = 0; output < gradients.outputs(); output++) {
            var words = gradients.words(output);
            if (narrow) {
                HistogramKernels.one(
                        data.column(feature), 1, 0, words, order, from, to, sums, base + output * apart);
            } else {
                HistogramKernels.wide(
                        data.wideColumn(feature), words, order, from, to, sums, base + output * apart);
            }
        }
    }
}
