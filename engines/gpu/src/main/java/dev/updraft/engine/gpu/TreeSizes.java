package dev.updraft.engine.gpu;

import dev.updraft.engine.EngineException;
import dev.updraft.engine.gpu.emit.device.TreeArray;
import dev.updraft.engine.gpu.emit.device.TreeCall;
import dev.updraft.engine.gpu.worker.DeviceInfo;
import dev.updraft.engine.gpu.worker.TreeRequest;
import dev.updraft.engine.spi.DeviceRows;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * How large the arrays are that trees are grown in.
 *
 * @param column ints of a feature's bins
 * @param countRows the most rows of a part of a node that are added up
 * @param moveRows the most rows of a part of a node that are moved
 * @param slots histograms of all features
 */
record TreeSizes(int rows, int features, int column, int countRows, int moveRows, int slots) {
    private static final int ROWS_OF_INT = 4;

    private static final int LEAST_ROWS = 64;

    /** Parts that are added up at a time on a processor, where few rows wait for others; on a GPU at least so many. */
    private static final int COUNT_PARTS = 128;

    /** Work-items that a GPU hides the latency of memory with. */
    private static final int ITEMS = 1 << 16;

    private static final int MOVE_PARTS = 2048;

    /** Of the device's memory, what is not left to drivers and the like. */
    private static final double USABLE = 0.9;

    /** What histograms may take that are kept to be subtracted from: as much as the processor keeps. */
    private static final long KEPT_BYTES = 256L << 20;

    /**
     * For rows on a device.
     *
     * @param taken bytes of the device that others have
     * @throws EngineException if the device has not enough memory, or its arrays cannot be so large
     */
    static TreeSizes of(int rows, int features, DeviceInfo device, long taken) {
        var traits = DevicePlans.traits(device);
        var countParts = traits.localMemory() ? Math.clamp(ITEMS / features, COUNT_PARTS, MOVE_PARTS) : COUNT_PARTS;
        var countRows = Math.max(LEAST_ROWS, Math.ceilDiv(rows, countParts));
        var moveRows = Math.max(LEAST_ROWS, Math.ceilDiv(rows, MOVE_PARTS));
        var histogram = (long) features * DeviceRows.BINS * Long.BYTES;
        var slots = (int) Math.clamp(KEPT_BYTES / histogram, 2L * TreeCall.MOST_NODES, 4096);
        var sizes = new TreeSizes(
                rows,
                features,
                Math.ceilDiv(rows, ROWS_OF_INT),
                countRows,
                moveRows,
                slots);
        sizes.check(device, taken);
        return sizes;
    }

    private void check(DeviceInfo device, long taken) {
        for (var array : TreeArray.values()) {
            var ints = count(array) * array.bytes() / Integer.BYTES;
            if (ints > Integer.MAX_VALUE - 64) {
                throw tooLarge(device, "an array of " + Bytes.text(ints * Integer.BYTES) + ", and "
                        + Bytes.text((long) Integer.MAX_VALUE * Integer.BYTES) + " is the most that TornadoVM has");
            }
        }
        if (bytes() + taken > device.memory() * USABLE) {
            throw tooLarge(device, Bytes.text(bytes()) + ", and " + device.name() + " has "
                    + Bytes.text(device.memory()) + (taken == 0 ? "" : ", of which " + Bytes.text(taken) + " are taken"));
        }
    }

    private EngineException tooLarge(DeviceInfo device, String what) {
        return new EngineException(String.format(
                Locale.ROOT,
                "growing trees of %d rows and %d features on %s takes %s: train with --device cpu, or with fewer rows",
                rows,
                features,
                device.name(),
                what));
    }

    /** Bytes on the device. What is uploaded is there twice while it is. */
    long bytes() {
        var bytes = 0L;
        for (var array : TreeArray.values()) {
            bytes += count(array) * array.bytes() * (array.uploaded() ? 2 : 1);
        }
        return bytes;
    }

    private int countParts() {
        return Math.ceilDiv(rows, countRows) + TreeCall.MOST_NODES;
    }

    private int moveParts() {
        return Math.ceilDiv(rows, moveRows) + TreeCall.MOST_NODES;
    }

    private long count(TreeArray array) {
        var bins = (long) features * DeviceRows.BINS;
        return switch (array) {
            case BINS -> (long) features * column;
            case WORDS, ORDER, MOVED -> rows;
            case CALL -> TreeCall.FEATURE_LIST + features;
            case PLACES -> TreeCall.MOST_NODES + moveParts();
            case PARTS -> countParts() * bins;
            case HISTOGRAMS -> slots * bins;
            case FOUND -> 2L * TreeCall.MOST_NODES * bins;
        };
    }

    /** How many ints the arrays have. */
    Map<TreeArray, Integer> elements() {
        var elements = new EnumMap<TreeArray, Integer>(TreeArray.class);
        for (var array : TreeArray.values()) {
            elements.put(array, Math.toIntExact(count(array) * array.bytes() / Integer.BYTES));
        }
        return elements;
    }

    /** How many work-items kernels have. */
    TreeRequest.Sizes kernels() {
        return new TreeRequest.Sizes(countParts(), moveParts(), features);
    }
}
