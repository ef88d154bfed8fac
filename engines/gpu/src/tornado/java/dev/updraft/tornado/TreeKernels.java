package dev.updraft.tornado;

import dev.updraft.engine.gpu.emit.device.TreeCall;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;

/**
 * The kernels that grow trees. A work-item or a work-group has a part of a node's rows; what there is to do lies in {@code call}.
 * Only whole numbers are added, so that neither the order nor the number of work-items matters.
 */
public final class TreeKernels {
    private static final int BINS = 256;
    private static final int FIELD = 0xffff;
    private static final long UNSIGNED = 0xffffffffL;

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

    /** A work-item has a part and a feature, and adds up in its own histogram: for processors. */
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

    /**
     * A work-group has a part and a feature, and adds up in local memory, where four numbers of 32 bits are the fields of 16 bits of
     * a word: so they cannot overflow with the most rows of a part, 65,536.
     */
    public static void count_part_together(
            KernelContext context, IntArray bins, LongArray words, IntArray order, IntArray call, LongArray parts) {
        int[] sums = context.allocateIntLocalArray(4 * BINS);
        int group = context.groupIdx;
        int local = context.localIdx;
        int size = context.localGroupSizeX;
        int features = call.get(TreeCall.FEATURES);
        int part = group / features;
        int isOne = part < parts(call) ? 1 : 0;
        int node = node(call, isOne == 1 ? part : -1);
        int from = from(call, node, part);
        int to = isOne == 1 ? to(call, node, from) : from;
        int column = call.get(TreeCall.FEATURE_LIST + group % features) * call.get(TreeCall.COLUMN);
        for (int bin = local; bin < 4 * BINS; bin += size) {
            sums[bin] = 0;
        }
        context.localBarrier();
        for (int place = from + local; place < to; place += size) {
            int row = order.get(place);
            int bin = bin(bins, column, row);
            long word = words.get(row);
            context.atomicAdd(sums, bin, (int) word & FIELD);
            context.atomicAdd(sums, BINS + bin, (int) (word >> 16) & FIELD);
            context.atomicAdd(sums, 2 * BINS + bin, (int) (word >> 32) & FIELD);
            context.atomicAdd(sums, 3 * BINS + bin, (int) (word >> 48) & FIELD);
        }
        context.localBarrier();
        for (int bin = local; bin < BINS; bin += size) {
            long sum = (sums[bin] & UNSIGNED)
                    + ((sums[BINS + bin] & UNSIGNED) << 16)
                    + ((sums[2 * BINS + bin] & UNSIGNED) << 32)
                    + ((sums[3 * BINS + bin] & UNSIGNED) << 48);
            if (isOne == 1) {
                parts.set(group * BINS + bin, sum);
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
