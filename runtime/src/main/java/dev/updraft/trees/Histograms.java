package dev.updraft.trees;

import static dev.updraft.trees.HistogramKernels.SLOT;
import static dev.updraft.trees.HistogramKernels.STRIDE;

import java.util.Arrays;

/**
 * Fills histograms: per output, feature and bin the sum of the words of rows. The histogram of all features consists of arrays:
 * for each output one per {@link HistogramKernels#STRIDE} features of {@link BinnedFeatures#slots}, and one per feature of more
 * bins.
 */
final class Histograms {
    /** Rows that are copied at a time, so that they stay in the core's cache. */
    private static final int ROWS_AT_A_TIME = 1024;

    private final BinnedFeatures data;
    private final QuantizedGradients gradients;
    private final int[] partOf;
    private final int[] baseOf;
    private final int[] lengths;
    private final int planes;
    private final GatheredRows[] gathered;
    private boolean[] active;

    Histograms(BinnedFeatures data, QuantizedGradients gradients, int threads) {
        this.data = data;
        this.gradients = gradients;
        partOf = new int[data.width()];
        baseOf = new int[data.width()];
        var slots = data.slots();
        planes = (slots.length + STRIDE - 1) / STRIDE;
        lengths = new int[planes + data.width() - slots.length];
        for (var slot = 0; slot < slots.length; slot++) {
            partOf[slots[slot]] = slot / STRIDE;
            baseOf[slots[slot]] = slot % STRIDE * SLOT;
        }
        for (var plane = 0; plane < planes; plane++) {
            lengths[plane] = (featuresOf(plane) + 3) / 4 * 4 * SLOT;
        }
        var part = planes;
        for (var feature = 0; feature < partOf.length; feature++) {
            if (!data.bins(feature).narrow()) {
                lengths[part] = data.bins(feature).count();
                partOf[feature] = part++;
            }
        }
        active = new boolean[data.width()];
        gathered = new GatheredRows[threads];
        Arrays.setAll(gathered, _ -> new GatheredRows(ROWS_AT_A_TIME, data.stride()));
    }

    private int featuresOf(int plane) {
        return Math.min(STRIDE, data.slots().length - plane * STRIDE);
    }

    /** The features that histograms are needed of. */
    void setActive(boolean[] active) {
        this.active = active;
    }

    /** The lengths of the arrays of one output. */
    int[] lengths() {
        return lengths;
    }

    /** The part of a histogram of all features that is of one. */
    HistogramView view(long[][] histogram, int feature) {
        return new HistogramView(histogram, partOf[feature], lengths.length, baseOf[feature]);
    }

    /**
     * Adds the rows at some places of an order to a histogram of all features.
     *
     * @param thread whose copies of rows to use
     */
    void add(int[] order, int from, int to, long[][] histogram, int thread) {
        for (var start = from; planes > 0 && !gradients.single() && start < to; start += ROWS_AT_A_TIME) {
            addSlots(order, start, Math.min(to, start + ROWS_AT_A_TIME), histogram, gathered[thread]);
        }
        for (var feature = 0; feature < partOf.length; feature++) {
            if (active[feature] && (gradients.single() || !data.bins(feature).narrow())) {
                addFeature(feature, order, from, to, view(histogram, feature));
            }
        }
    }

    private void addSlots(int[] order, int from, int to, long[][] histogram, GatheredRows rows) {
        rows.copyBins(data.rowMajor(), order, from, to);
        for (var output = 0; output < gradients.outputs(); output++) {
            rows.copyWords(gradients.words(output), order, from, to);
            for (var plane = 0; plane < planes; plane++) {
                if (anyActive(plane)) {
                    HistogramKernels.add(
                            featuresOf(plane),
                            rows.bins(plane),
                            rows.words(),
                            to - from,
                            histogram[output * lengths.length + plane]);
                }
            }
        }
    }

    private boolean anyActive(int plane) {
        for (var i = 0; i < featuresOf(plane); i++) {
            if (active[data.slots()[plane * STRIDE + i]]) {
                return true;
            }
        }
        return false;
    }

    /** Adds the rows at some places of an order to the histogram of one feature. */
    void addFeature(int feature, int[] order, int from, int to, HistogramView view) {
        var narrow = data.bins(feature).narrow();
        if (gradients.single()) {
            var outputOf = gradients.outputOf();
            var words = gradients.words(0);
            if (narrow) {
                HistogramKernels.oneByOutput(data.column(feature), outputOf, words, order, from, to, view);
            } else {
                HistogramKernels.wideByOutput(data.wideColumn(feature), outputOf, words, order, from, to, view);
            }
            return;
        }
        for (var output = 0; output < gradients.outputs(); output++) {
            var words = gradients.words(output);
            if (narrow) {
                HistogramKernels.one(data.column(feature), words, order, from, to, view.sums(output), view.base());
            } else {
                HistogramKernels.wide(data.wideColumn(feature), words, order, from, to, view.sums(output));
            }
        }
    }
}
