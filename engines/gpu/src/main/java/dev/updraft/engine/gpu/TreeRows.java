package dev.updraft.engine.gpu;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.updraft.engine.EngineException;
import dev.updraft.engine.gpu.emit.device.TreeArray;
import dev.updraft.engine.gpu.emit.device.TreeCall;
import dev.updraft.engine.gpu.worker.DeviceInfo;
import dev.updraft.engine.gpu.worker.Driver;
import dev.updraft.engine.gpu.worker.Driver.Trees.Work;
import dev.updraft.engine.gpu.worker.DriverException;
import dev.updraft.engine.gpu.worker.TreeRequest;
import dev.updraft.engine.spi.DeviceRows;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.Set;

/** Rows on a device, and the calls that trees are grown with. */
final class TreeRows implements DeviceRows {
    private final DeviceInfo device;
    private final TreeSizes sizes;
    private final SharedArrays<TreeArray> arrays;
    private final Driver.Trees trees;
    private final long[] found;
    private int features;

    /**
     * Brings rows to a device.
     *
     * @param columns by feature, then row
     * @param taken bytes of the device that others have
     */
    TreeRows(byte[][] columns, Driver driver, DeviceInfo device, long taken) {
        this.device = device;
        sizes = TreeSizes.of(columns[0].length, columns.length, device, taken);
        features = columns.length;
        arrays = new SharedArrays<>(sizes.elements());
        found = new long[Math.toIntExact(arrays.of(TreeArray.FOUND).byteSize() / Long.BYTES)];
        for (var feature = 0; feature < columns.length; feature++) {
            var target = arrays.of(TreeArray.BINS).asSlice((long) feature * sizes.column() * Integer.BYTES);
            MemorySegment.copy(columns[feature], 0, target, JAVA_BYTE, 0, columns[feature].length);
        }
        try {
            trees = driver.load(new TreeRequest(device.index(), sizes.kernels(), arrays.regions()));
        } catch (DriverException e) {
            arrays.close();
            throw explained(e);
        } catch (RuntimeException e) {
            arrays.close();
            throw e;
        }
        run(EnumSet.of(TreeArray.BINS), Work.NONE, Set.of());
    }

    /** Of the device's memory. */
    long bytes() {
        return sizes.bytes();
    }

    @Override
    public int mostNodes() {
        return TreeCall.MOST_NODES;
    }

    @Override
    public int slots() {
        return sizes.slots();
    }

    @Override
    public void begin(long[] words, int[] order, int drawn, int[] ofFeatures) {
        MemorySegment.copy(words, 0, arrays.of(TreeArray.WORDS), JAVA_LONG, 0, words.length);
        MemorySegment.copy(order, 0, arrays.of(TreeArray.ORDER), JAVA_INT, 0, drawn);
        features = ofFeatures.length;
        MemorySegment.copy(
                ofFeatures,
                0,
                arrays.of(TreeArray.CALL),
                JAVA_INT,
                (long) TreeCall.FEATURE_LIST * Integer.BYTES,
                features);
        run(EnumSet.of(TreeArray.WORDS, TreeArray.ORDER), Work.NONE, Set.of());
    }

    @Override
    public int[] part(int[] from, int[] to, int[] feature, byte[][] tables) {
        nodes(from, to, sizes.moveRows());
        set(TreeCall.SLOT, feature);
        for (var node = 0; node < tables.length; node++) {
            set(TreeCall.TABLES + node * TreeCall.TABLE, bits(tables[node]));
        }
        run(EnumSet.of(TreeArray.CALL), Work.PART, EnumSet.of(TreeArray.PLACES));
        var middles = new int[from.length];
        MemorySegment.copy(arrays.of(TreeArray.PLACES), JAVA_INT, 0, middles, 0, middles.length);
        return middles;
    }

    private static int[] bits(byte[] table) {
        var bits = new int[TreeCall.TABLE];
        for (var bin = 0; bin < table.length; bin++) {
            bits[bin / Integer.SIZE] |= table[bin] << bin;
        }
        return bits;
    }

    @Override
    public long[] count(int[] from, int[] to, int[] slot, int[] parent, int[] wanted) {
        nodes(from, to, sizes.countRows());
        set(TreeCall.SLOT, slot);
        set(TreeCall.PARENT, parent);
        set(TreeCall.WANTED, wanted.length);
        set(TreeCall.WANTED_SLOTS, wanted);
        run(EnumSet.of(TreeArray.CALL), Work.COUNT, EnumSet.of(TreeArray.FOUND));
        MemorySegment.copy(
                arrays.of(TreeArray.FOUND), JAVA_LONG, 0, found, 0, wanted.length * features * DeviceRows.BINS);
        return found;
    }

    @Override
    public void order(int[] target) {
        run(Set.of(), Work.NONE, EnumSet.of(TreeArray.ORDER));
        MemorySegment.copy(arrays.of(TreeArray.ORDER), JAVA_INT, 0, target, 0, target.length);
    }

    /** Says which nodes a call has, and cuts their rows into parts. */
    private void nodes(int[] from, int[] to, int rowsOfPart) {
        var first = new int[from.length + 1];
        for (var node = 0; node < from.length; node++) {
            first[node + 1] = first[node] + Math.ceilDiv(to[node] - from[node], rowsOfPart);
        }
        set(TreeCall.NODES, from.length);
        set(TreeCall.FEATURES, features);
        set(TreeCall.COLUMN, sizes.column());
        set(TreeCall.PART_ROWS, rowsOfPart);
        set(TreeCall.FROM, from);
        set(TreeCall.TO, to);
        set(TreeCall.FIRST, first);
    }

    private void set(int place, int... values) {
        MemorySegment.copy(
                values, 0, arrays.of(TreeArray.CALL), JAVA_INT, (long) place * Integer.BYTES, values.length);
    }

    private void run(Set<TreeArray> uploads, Work work, Set<TreeArray> downloads) {
        try {
            trees.run(uploads, work, downloads);
        } catch (DriverException e) {
            throw explained(e);
        }
    }

    private EngineException explained(DriverException e) {
        return new EngineException(
                "TornadoVM cannot grow trees on " + device.name() + (e.task() == null ? "" : " (" + e.task() + ")") + ": "
                        + e.getMessage(),
                e);
    }

    @Override
    public void close() {
        try {
            trees.close();
        } finally {
            arrays.close();
        }
    }
}
