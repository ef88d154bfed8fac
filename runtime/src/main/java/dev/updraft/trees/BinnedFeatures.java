package dev.updraft.trees;

import dev.updraft.engine.spi.DeviceFeature;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows of features in bins, held twice: by rows, for histograms of all features, and by features, for splitting rows and for
 * histograms of a few features. Features of more than 255 bins are held by features alone, in two bytes.
 */
public final class BinnedFeatures {
    private static final int CACHE_LINE = 64;
    private static final int ROWS_AT_A_TIME = 512;
    private static final int MOST_BINS = 1 << 16;

    private final int rows;
    private final List<Feature> features;
    private final FeatureBins[] bins;
    private final int[] slots;
    private final int[] slotOf;
    private final int stride;
    private final MemorySegment rowMajor;
    private final byte[][] columns;
    private final char[][] wideColumns;

    private BinnedFeatures(int rows, List<Feature> features, FeatureBins[] bins) {
        this.rows = rows;
        this.features = List.copyOf(features);
        this.bins = bins;
        slotOf = new int[bins.length];
        var narrow = 0;
        for (var f = 0; f < bins.length; f++) {
            slotOf[f] = bins[f].narrow() ? narrow++ : -1;
        }
        slots = new int[narrow];
        columns = new byte[bins.length][];
        wideColumns = new char[bins.length][];
        for (var f = 0; f < bins.length; f++) {
            if (bins[f].narrow()) {
                slots[slotOf[f]] = f;
                columns[f] = new byte[rows];
            } else {
                wideColumns[f] = new char[rows];
            }
        }
        stride = (narrow + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        rowMajor = Arena.ofAuto().allocate((long) rows * stride, CACHE_LINE);
    }

    /**
     * Finds bins and fills them.
     *
     * @param maxBins at most this many bins per numeric feature, one more for missing values not counted; from 2 to 65,535; up to
     *     255 is fastest
     * @throws IllegalArgumentException if the source has no rows, or not as many features as {@code features}, or a feature has
     *     more categories than 65,535
     */
    public static BinnedFeatures of(FeatureSource source, List<Feature> features, int maxBins, Workers workers) {
        if (source.rows() < 1) {
            throw new IllegalArgumentException("no rows to grow trees on");
        }
        if (source.features() != features.size() || features.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s features are described, rows have %s".formatted(features.size(), source.features()));
        }
        if (maxBins < 2 || maxBins >= MOST_BINS) {
            throw new IllegalArgumentException("maxBins is from 2 to %s, not %s".formatted(MOST_BINS - 1, maxBins));
        }
        for (var feature : features) {
            if (feature.kind() instanceof Feature.Categorical(var count) && count >= MOST_BINS) {
                throw new IllegalArgumentException("feature '%s' has %s categories; at most %s are possible"
                        .formatted(feature.name(), count, MOST_BINS - 1));
            }
        }
        var data =
                new BinnedFeatures(source.rows(), features, new BinFinder(source, features, maxBins, workers).find());
        source.forEachBlock((block, from, rows) -> data.fill(block, from, rows, workers));
        return data;
    }

    private void fill(float[] block, int from, int count, Workers workers) {
        var parts = (count + ROWS_AT_A_TIME - 1) / ROWS_AT_A_TIME;
        workers.run(parts, (part, _) -> {
            var start = part * ROWS_AT_A_TIME;
            var end = Math.min(count, start + ROWS_AT_A_TIME);
            for (var f = 0; f < bins.length; f++) {
                if (bins[f].narrow()) {
                    fillNarrow(f, block, from, start, end);
                } else {
                    fillWide(f, block, from, start, end);
                }
            }
        });
    }

    private void fillNarrow(int feature, float[] block, int from, int start, int end) {
        var width = bins.length;
        var slot = slotOf[feature];
        for (var i = start; i < end; i++) {
            var row = from + i;
            var bin = (byte) bins[feature].binOf(block[i * width + feature]);
            columns[feature][row] = bin;
            rowMajor.set(ValueLayout.JAVA_BYTE, (long) row * stride + slot, bin);
        }
    }

    private void fillWide(int feature, float[] block, int from, int start, int end) {
        for (var i = start; i < end; i++) {
            wideColumns[feature][from + i] = (char) bins[feature].binOf(block[i * bins.length + feature]);
        }
    }

    /** The number of rows. */
    public int rows() {
        return rows;
    }

    /** Whether no feature has two values that could be told from each other. */
    public boolean isConstant() {
        for (var feature = 0; feature < bins.length; feature++) {
            for (var row = 1; row < rows; row++) {
                if (bin(feature, row) != bin(feature, 0)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The features. */
    public List<Feature> features() {
        return features;
    }

    /** The number of features. */
    int width() {
        return bins.length;
    }

    FeatureBins bins(int feature) {
        return bins[feature];
    }

    /** The features held by rows as well, in the order of their bytes in a row. */
    int[] slots() {
        return slots;
    }

    /** The rows, {@link #stride} bytes each; outside of the heap, since there rows can be kept from lying across cache lines. */
    MemorySegment rowMajor() {
        return rowMajor;
    }

    /** The bytes of a row: as many as {@link #slots}, and what fills them up to a multiple of 8. */
    int stride() {
        return stride;
    }

    /** The bins of a feature that is {@link FeatureBins#narrow}, by rows. */
    byte[] column(int feature) {
        return columns[feature];
    }

    /** The bins of a feature that is not {@link FeatureBins#narrow}, by rows. */
    char[] wideColumn(int feature) {
        return wideColumns[feature];
    }

    /** The features for a device to hold. */
    public List<DeviceFeature> forDevice() {
        return IntStream.range(0, bins.length)
                .mapToObj(f -> new DeviceFeature(
                        bins[f].narrow() ? MemorySegment.ofArray(columns[f]) : MemorySegment.ofArray(wideColumns[f]),
                        bins[f].count(),
                        bins[f].feature().kind() instanceof Feature.Categorical,
                        bins[f].feature().monotone(),
                        bins[f].thresholds()))
                .toList();
    }

    /** The bin of a feature in a row. */
    int bin(int feature, int row) {
        return bins[feature].narrow() ? columns[feature][row] & 0xff : wideColumns[feature][row];
    }
}
