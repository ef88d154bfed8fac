package dev.updraft.engine.gpu;

import dev.updraft.engine.EngineException;
import dev.updraft.engine.gpu.emit.device.TreeArray;
import dev.updraft.engine.gpu.emit.device.TreeCall;
import dev.updraft.engine.gpu.emit.device.TreeRules;
import dev.updraft.engine.gpu.worker.DeviceInfo;
import dev.updraft.engine.gpu.worker.TreeRequest;
import dev.updraft.engine.spi.DeviceFeature;
import dev.updraft.engine.spi.TreeShape;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How large the arrays are that trees are grown in.
 *
 * @param columns ints of all features' bins
 * @param bins of all features
 * @param table ints that hold a bit for each bin of a feature
 * @param categorical whether there are categories
 * @param countRows the most rows of a part of a node that are added up
 * @param moveRows the most rows of a part of a node that are moved
 * @param slots histograms of all features
 */
record TreeSizes(
        int rows,
        int features,
        long columns,
        int bins,
        int table,
        boolean categorical,
        TreeShape shape,
        int countRows,
        int moveRows,
        int slots) {
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

    private static final int MOST_SLOTS = 4096;

    /**
     * For rows on a device.
     *
     * @param taken bytes of the device that others have
     * @throws EngineException if the device has not enough memory, or its arrays cannot be so large
     */
    static TreeSizes of(int rows, List<DeviceFeature> features, TreeShape shape, DeviceInfo device, long taken) {
        var traits = DevicePlans.traits(device);
        var countParts =
                traits.localMemory() ? Math.clamp(ITEMS / features.size(), COUNT_PARTS, MOVE_PARTS) : COUNT_PARTS;
        var bins = features.stream().mapToInt(DeviceFeature::bins).sum();
        var most = features.stream().mapToInt(DeviceFeature::bins).max().orElseThrow();
        var histogram = (long) bins * planes(shape) * Long.BYTES;
        var least = TreeCall.MOST_WANTED;
        var sizes = new TreeSizes(
                rows,
                features.size(),
                features.stream().mapToLong(feature -> column(feature, rows)).sum(),
                bins,
                Math.ceilDiv(most, Long.SIZE) * (Long.BYTES / Integer.BYTES),
                features.stream().anyMatch(DeviceFeature::categorical),
                shape,
                Math.max(LEAST_ROWS, Math.ceilDiv(rows, countParts)),
                Math.max(LEAST_ROWS, Math.ceilDiv(rows, MOVE_PARTS)),
                Math.clamp(KEPT_BYTES / histogram, least, Math.clamp(rows, least, MOST_SLOTS)));
        sizes.check(device, taken);
        return sizes;
    }

    /** Ints of a feature's bins. */
    static int column(DeviceFeature feature, int rows) {
        return Math.ceilDiv(rows, Integer.BYTES / feature.bytes());
    }

    /** Where a feature's bins begin. */
    int firstOf(List<DeviceFeature> all, int feature) {
        return all.subList(0, feature).stream()
                .mapToInt(before -> column(before, rows))
                .sum();
    }

    private static int planes(TreeShape shape) {
        return shape.outputs() + (shape.countsRows() ? 1 : 0);
    }

    private void check(DeviceInfo device, long taken) {
        for (var array : TreeArray.values()) {
            var ints = count(array) * array.type().bytes() / Integer.BYTES;
            if (ints > Integer.MAX_VALUE - 64) {
                throw tooLarge(
                        device,
                        "an array of " + Bytes.text(ints * Integer.BYTES) + ", and "
                                + Bytes.text((long) Integer.MAX_VALUE * Integer.BYTES)
                                + " is the most that TornadoVM has");
            }
        }
        if (bytes() + taken > device.memory() * USABLE) {
            throw tooLarge(
                    device,
                    Bytes.text(bytes()) + ", and " + device.name() + " has " + Bytes.text(device.memory())
                            + (taken == 0 ? "" : ", of which " + Bytes.text(taken) + " are taken"));
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
            bytes += count(array) * array.type().bytes() * (array.uploaded() ? 2 : 1);
        }
        return bytes;
    }

    private int countParts() {
        return Math.ceilDiv(rows, countRows) + TreeCall.MOST_NODES;
    }

    private int moveParts() {
        return Math.ceilDiv(rows, moveRows) + TreeCall.MOST_NODES;
    }

    private long histogram() {
        return (long) bins * planes(shape);
    }

    private long count(TreeArray array) {
        var wanted = (long) TreeCall.MOST_WANTED;
        var outputs = shape.outputs();
        return switch (array) {
            case BINS -> columns;
            case WORDS -> (long) rows * outputs;
            case OWNERS, ORDER, MOVED -> rows;
            case TREE -> TreeRules.FIRST_FEATURE + (long) features * TreeRules.FEATURE;
            case RULES -> TreeRules.FIRST_THRESHOLD + (long) bins;
            case CALL -> TreeCall.TABLES + Math.max((long) TreeCall.MOST_NODES * table, orders());
            case NODES -> wanted * (TreeCall.GRADIENTS + outputs);
            case BOUNDS -> wanted * (TreeCall.DRAWN + (shape.drawsThresholds() ? features : 0));
            case PLACES -> TreeCall.MOST_NODES + moveParts();
            case PARTS -> countParts() * histogram();
            case HISTOGRAMS -> slots * histogram();
            case KEYS -> categorical ? 2 * wanted * bins : 1;
            case SPLITS -> wanted * features * (TreeCall.LEFT + outputs);
            case SCORES -> wanted * features;
            case FOUND -> wanted * (TreeCall.FOUND_GRADIENTS + outputs + table / 2);
            case GAINS -> wanted;
        };
    }

    private long orders() {
        return shape.drawsFeatures() ? (long) TreeCall.MOST_WANTED * features : 0;
    }

    /** How many ints the arrays have. */
    Map<TreeArray, Integer> elements() {
        var elements = new EnumMap<TreeArray, Integer>(TreeArray.class);
        for (var array : TreeArray.values()) {
            elements.put(array, Math.toIntExact(count(array) * array.type().bytes() / Integer.BYTES));
        }
        return elements;
    }

    /** How many work-items kernels have. */
    TreeRequest.Sizes kernels() {
        return new TreeRequest.Sizes(countParts(), moveParts(), features, (int) histogram());
    }
}
