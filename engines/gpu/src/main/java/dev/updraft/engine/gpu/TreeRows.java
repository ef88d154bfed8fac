package dev.updraft.engine.gpu;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
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
import dev.updraft.engine.spi.CountedNode;
import dev.updraft.engine.spi.DeviceFeature;
import dev.updraft.engine.spi.DeviceRows;
import dev.updraft.engine.spi.DeviceSplit;
import dev.updraft.engine.spi.DeviceTree;
import dev.updraft.engine.spi.SearchedNode;
import dev.updraft.engine.spi.TreeShape;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows on a device, and the calls that trees are grown with. */
final class TreeRows implements DeviceRows {
    private final DeviceInfo device;
    private final List<DeviceFeature> features;
    private final TreeShape shape;
    private final TreeSizes sizes;
    private final SharedArrays<TreeArray> arrays;
    private final Driver.Trees trees;
    private @Nullable DeviceTree tree;

    /**
     * Brings rows to a device.
     *
     * @param taken bytes of the device that others have
     */
    TreeRows(List<DeviceFeature> features, TreeShape shape, Driver driver, DeviceInfo device, long taken) {
        this.device = device;
        this.features = features;
        this.shape = shape;
        var first = features.getFirst();
        sizes = TreeSizes.of(Math.toIntExact(first.rows().byteSize() / first.bytes()), features, shape, device, taken);
        arrays = new SharedArrays<>(sizes.elements());
        for (var feature = 0; feature < features.size(); feature++) {
            arrays.of(TreeArray.BINS)
                    .asSlice((long) sizes.firstOf(features, feature) * Integer.BYTES)
                    .copyFrom(features.get(feature).rows());
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
    public void begin(DeviceTree next) {
        tree = next;
        run(new TreeUpload(features, shape, sizes, arrays).write(next), Work.NONE, Set.of());
    }

    private DeviceTree tree() {
        return Objects.requireNonNull(tree, "a tree was begun");
    }

    @Override
    public int[] part(int[] from, int[] to, int[] feature, byte[][] tables) {
        nodes(from, to, sizes.moveRows());
        for (var node = 0; node < tables.length; node++) {
            arrays.set(TreeArray.CALL, TreeCall.SLOT + node, place(feature[node]));
            arrays.set(TreeArray.CALL, TreeCall.TABLES + node * sizes.table(), bits(tables[node]));
        }
        run(EnumSet.of(TreeArray.CALL), Work.PART, EnumSet.of(TreeArray.PLACES));
        var middles = new int[from.length];
        MemorySegment.copy(arrays.of(TreeArray.PLACES), JAVA_INT, 0, middles, 0, middles.length);
        return middles;
    }

    /** The place of a feature in the tree's. */
    private int place(int feature) {
        var place = 0;
        while (tree().features()[place] != feature) {
            place++;
        }
        return place;
    }

    private int[] bits(byte[] table) {
        var bits = new int[sizes.table()];
        for (var bin = 0; bin < table.length; bin++) {
            bits[bin / Integer.SIZE] |= table[bin] << bin;
        }
        return bits;
    }

    @Override
    public List<@Nullable DeviceSplit> search(List<CountedNode> counted, List<SearchedNode> wanted) {
        nodes(
                counted.stream().mapToInt(CountedNode::from).toArray(),
                counted.stream().mapToInt(CountedNode::to).toArray(),
                sizes.countRows());
        for (var node = 0; node < counted.size(); node++) {
            arrays.set(TreeArray.CALL, TreeCall.SLOT + node, counted.get(node).slot());
            arrays.set(TreeArray.CALL, TreeCall.PARENT + node, counted.get(node).parent());
        }
        arrays.set(TreeArray.CALL, TreeCall.WANTED, wanted.size());
        for (var node = 0; node < wanted.size(); node++) {
            searched(node, wanted.get(node));
        }
        run(
                EnumSet.of(TreeArray.CALL, TreeArray.NODES, TreeArray.BOUNDS),
                Work.SEARCH,
                EnumSet.of(TreeArray.FOUND, TreeArray.GAINS));
        var found = new ArrayList<@Nullable DeviceSplit>();
        for (var node = 0; node < wanted.size(); node++) {
            found.add(found(node));
        }
        return found;
    }

    private void searched(int place, SearchedNode node) {
        arrays.set(TreeArray.CALL, TreeCall.WANTED_SLOTS + place, node.slot());
        arrays.set(TreeArray.CALL, TreeCall.TABLES + place * node.order().length, node.order());
        var sums = new long[TreeCall.GRADIENTS + shape.outputs()];
        sums[TreeCall.LEAST] = tree().rules().leastCurvature();
        sums[TreeCall.CURVATURE] = node.curvature();
        sums[TreeCall.BOUNDED] = node.bounded() ? 1 : 0;
        System.arraycopy(node.gradients(), 0, sums, TreeCall.GRADIENTS, shape.outputs());
        arrays.set(TreeArray.NODES, place * sums.length, sums);
        var bounds = new double[TreeCall.DRAWN + node.places().length];
        bounds[TreeCall.LOWER] = node.lower();
        bounds[TreeCall.UPPER] = node.upper();
        bounds[TreeCall.LEAST_GAIN] = node.leastGain();
        System.arraycopy(node.places(), 0, bounds, TreeCall.DRAWN, node.places().length);
        arrays.set(TreeArray.BOUNDS, place * bounds.length, bounds);
    }

    private @Nullable DeviceSplit found(int node) {
        var outputs = shape.outputs();
        var record = new long[TreeCall.FOUND_GRADIENTS + outputs + sizes.table() / 2];
        MemorySegment.copy(
                arrays.of(TreeArray.FOUND),
                JAVA_LONG,
                (long) node * record.length * Long.BYTES,
                record,
                0,
                record.length);
        if (record[TreeCall.FOUND_FEATURE] < 0) {
            return null;
        }
        var set = TreeCall.FOUND_GRADIENTS + outputs;
        return new DeviceSplit(
                tree().features()[(int) record[TreeCall.FOUND_FEATURE]],
                (int) record[TreeCall.FOUND_BIN],
                (int) record[TreeCall.FOUND_NEXT],
                Arrays.copyOfRange(record, set, record.length),
                record[TreeCall.FOUND_MISSING_LEFT] == 1,
                record[TreeCall.FOUND_MISSING] == 1,
                arrays.of(TreeArray.GAINS).getAtIndex(JAVA_DOUBLE, node),
                Arrays.copyOfRange(record, TreeCall.FOUND_GRADIENTS, set),
                record[TreeCall.FOUND_CURVATURE]);
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
        arrays.set(TreeArray.CALL, TreeCall.NODES, from.length, rowsOfPart);
        arrays.set(TreeArray.CALL, TreeCall.FROM, from);
        arrays.set(TreeArray.CALL, TreeCall.TO, to);
        arrays.set(TreeArray.CALL, TreeCall.FIRST, first);
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
                "TornadoVM cannot grow trees on " + device.name() + (e.task() == null ? "" : " (" + e.task() + ")")
                        + ": " + e.getMessage(),
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
