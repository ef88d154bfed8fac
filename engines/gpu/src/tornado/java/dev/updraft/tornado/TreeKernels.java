package dev.updraft.tornado;

import dev.updraft.engine.gpu.emit.device.TreeCall;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;

/**
 * The kernels that grow trees. A work-item has a part of a node's rows; what there is to do lies in {@code call}. Only whole numbers are added, so that neither the order nor the number of work-items matters.
 */
public final class TreeKernels {
    private static final int BINS = 256;

    private TreeKernels() {}

    private static int parts(IntArray call) {
        return call.get(TreeCall.FIRST + call.get(TreeCall.NODES));
    }

    /** The node of a part. */
    private static int node(IntArray call, int part) {
        int node = 0;
        while (call.get(TreeCall.FIRST + node + 1) <= part) {
            node = node + 1;
        }
        return node;
    }

    /** Where the rows of a part begin. */
    private static int from(IntArray call, int node, int part) {
        return call.get(TreeCall.FROM + node)
                + (part - call.get(TreeCall.FIRST + node)) * call.get(TreeCall.PART_ROWS);
    }

    /** Where the rows of a part end that begin at {@code from}. */
    private static int to(IntArray call, int node, int from) {
        return Math.min(call.get(TreeCall.TO + node), from + call.get(TreeCall.PART_ROWS));
    }

    private static int bin(IntArray bins, int column, int row) {
        return (bins.get(column + row / 4) >> (row % 4 * 8)) & 255;
    }

    private static int goesLeft(IntArray call, int node, int bin) {
        return (call.get(TreeCall.TABLES + node * TreeCall.TABLE + bin / 32) >> (bin % 32)) & 1;
    }

    /** Touches every array once, so that TornadoVM makes room for it. */
    public static void touch_trees(
            KernelContext context,
            IntArray bins,
            LongArray words,
            IntArray order,
            IntArray call,
            IntArray moved,
            IntArray places,
            LongArray parts,
            LongArray histograms,
            LongArray found) {
        if (context.globalIdx == 0) {
            bins.set(0, 0);
            words.set(0, 0L);
            order.set(0, 0);
            call.set(0, 0);
            moved.set(0, 0);
            places.set(0, 0);
            parts.set(0, 0L);
            histograms.set(0, 0L);
            found.set(0, 0L);
        }
    }

    /**
     * A work-item has a part and a feature, and adds up in a histogram of its own. Not in local memory: TornadoVM's atomic addition
     * to an array there forgets the index in OpenCL.
     */
    public static void count_part(
            KernelContext context, IntArray bins, LongArray words, IntArray order, IntArray call, LongArray parts) {
        int index = context.globalIdx;
        int features = call.get(TreeCall.FEATURES);
        int part = index / features;
        if (part < parts(call)) {
            int node = node(call, part);
            int from = from(call, node, part);
            int to = to(call, node, from);
            int column = call.get(TreeCall.FEATURE_LIST + index % features) * call.get(TreeCall.COLUMN);
            int base = index * BINS;
            for (int bin = 0; bin < BINS; bin++) {
                parts.set(base + bin, 0L);
            }
            for (int place = from; place < to; place++) {
                int row = order.get(place);
                int bin = bin(bins, column, row);
                parts.set(base + bin, parts.get(base + bin) + words.get(row));
            }
        }
    }

    /** A work-item has a bin of a node's feature: adds up that of the node's parts, and takes it from the parent's. */
    public static void join_parts(KernelContext context, IntArray call, LongArray parts, LongArray histograms) {
        int index = context.globalIdx;
        int bins = call.get(TreeCall.FEATURES) * BINS;
        int node = index / bins;
        if (node < call.get(TreeCall.NODES)) {
            int bin = index % bins;
            int end = call.get(TreeCall.FIRST + node + 1);
            long sum = 0L;
            for (int part = call.get(TreeCall.FIRST + node); part < end; part++) {
                sum = sum + parts.get(part * bins + bin);
            }
            histograms.set(call.get(TreeCall.SLOT + node) * bins + bin, sum);
            int parent = call.get(TreeCall.PARENT + node);
            if (parent >= 0) {
                histograms.set(parent * bins + bin, histograms.get(parent * bins + bin) - sum);
            }
        }
    }

    /** A work-item has a bin of a histogram that is handed out. */
    public static void hand_out(KernelContext context, IntArray call, LongArray histograms, LongArray found) {
        int index = context.globalIdx;
        int bins = call.get(TreeCall.FEATURES) * BINS;
        int wanted = index / bins;
        if (wanted < call.get(TreeCall.WANTED)) {
            int slot = call.get(TreeCall.WANTED_SLOTS + wanted);
            found.set(index, histograms.get(slot * bins + index % bins));
        }
    }

    /** A work-item has a part: counts the rows that go left. */
    public static void count_left(
            KernelContext context, IntArray bins, IntArray order, IntArray call, IntArray places) {
        int part = context.globalIdx;
        if (part < parts(call)) {
            int node = node(call, part);
            int from = from(call, node, part);
            int to = to(call, node, from);
            int column = call.get(TreeCall.SLOT + node) * call.get(TreeCall.COLUMN);
            int left = 0;
            for (int place = from; place < to; place++) {
                int row = order.get(place);
                int bin = bin(bins, column, row);
                left = left + goesLeft(call, node, bin);
            }
            places.set(TreeCall.MOST_NODES + part, left);
        }
    }

    /** A work-item has a node: says where the left rows of its parts go, and where its right rows begin. */
    public static void place_parts(KernelContext context, IntArray call, IntArray places) {
        int node = context.globalIdx;
        if (node < call.get(TreeCall.NODES)) {
            int place = call.get(TreeCall.FROM + node);
            int end = call.get(TreeCall.FIRST + node + 1);
            for (int part = call.get(TreeCall.FIRST + node); part < end; part++) {
                int left = places.get(TreeCall.MOST_NODES + part);
                places.set(TreeCall.MOST_NODES + part, place);
                place = place + left;
            }
            places.set(node, place);
        }
    }

    /** A work-item has a part: puts its rows to the left and to the right. */
    public static void move_rows(
            KernelContext context, IntArray bins, IntArray order, IntArray call, IntArray places, IntArray moved) {
        int part = context.globalIdx;
        if (part < parts(call)) {
            int node = node(call, part);
            int from = from(call, node, part);
            int to = to(call, node, from);
            int column = call.get(TreeCall.SLOT + node) * call.get(TreeCall.COLUMN);
            int left = places.get(TreeCall.MOST_NODES + part);
            // As many of the rows before this part went right as did not go left.
            int right = places.get(node) + from - left;
            for (int place = from; place < to; place++) {
                int row = order.get(place);
                int bin = bin(bins, column, row);
                int goesLeft = goesLeft(call, node, bin);
                moved.set(goesLeft == 1 ? left : right, row);
                left = left + goesLeft;
                right = right + 1 - goesLeft;
            }
        }
    }

    /** A work-item has a part: takes over its rows as they were moved. */
    public static void keep_rows(KernelContext context, IntArray order, IntArray call, IntArray moved) {
        int part = context.globalIdx;
        if (part < parts(call)) {
            int node = node(call, part);
            int from = from(call, node, part);
            int to = to(call, node, from);
            for (int place = from; place < to; place++) {
                order.set(place, moved.get(place));
            }
        }
    }
}
