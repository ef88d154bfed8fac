package dev.updraft.tornado;

import dev.updraft.engine.gpu.emit.device.TreeCall;
import dev.updraft.engine.gpu.emit.device.TreeRules;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.DoubleArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;

/**
 * The kernels that part the rows of trees and add them up. A work-item has a part of a node's rows; what there is to do lies in
 * {@code call}, what holds for the whole tree in {@code tree}. Only whole numbers are added, so that neither the order nor the
 * number of work-items matters.
 */
public final class TreeKernels {
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
        return call.get(TreeCall.FROM + node) + (part - call.get(TreeCall.FIRST + node)) * call.get(TreeCall.PART_ROWS);
    }

    /** Where the rows of a part end that begin at {@code from}. */
    private static int to(IntArray call, int node, int from) {
        return Math.min(call.get(TreeCall.TO + node), from + call.get(TreeCall.PART_ROWS));
    }

    /** Where a feature of the tree is described. */
    static int feature(int place) {
        return TreeRules.FIRST_FEATURE + place * TreeRules.FEATURE;
    }

    /** The bin of a row. */
    private static int bin(IntArray bins, int column, int rowsOfInt, int row) {
        int width = 32 >> rowsOfInt;
        int inInt = row & ((1 << rowsOfInt) - 1);
        return (bins.get(column + (row >> rowsOfInt)) >> (inInt * width)) & ((1 << width) - 1);
    }

    private static int goesLeft(IntArray call, int table, int bin) {
        return (call.get(table + bin / 32) >> (bin % 32)) & 1;
    }

    /** Where the table of a node begins. */
    private static int table(IntArray tree, int node) {
        return TreeCall.TABLES + node * tree.get(TreeRules.TABLE);
    }

    /** Touches each array that the host writes once, so that TornadoVM makes room for it. */
    public static void touch_input(
            KernelContext context,
            IntArray bins,
            LongArray words,
            IntArray owners,
            IntArray order,
            IntArray tree,
            DoubleArray rules,
            IntArray call,
            LongArray nodes,
            DoubleArray bounds) {
        if (context.globalIdx == 0) {
            bins.set(0, 0);
            words.set(0, 0L);
            owners.set(0, 0);
            order.set(0, 0);
            tree.set(0, 0);
            rules.set(0, 0.0);
            call.set(0, 0);
            nodes.set(0, 0L);
            bounds.set(0, 0.0);
        }
    }

    /** As {@link #touch_input}, the other arrays. */
    public static void touch_output(
            KernelContext context,
            IntArray moved,
            IntArray places,
            LongArray parts,
            LongArray histograms,
            DoubleArray keys,
            LongArray splits,
            DoubleArray scores,
            LongArray found,
            DoubleArray gains) {
        if (context.globalIdx == 0) {
            moved.set(0, 0);
            places.set(0, 0);
            parts.set(0, 0L);
            histograms.set(0, 0L);
            keys.set(0, 0.0);
            splits.set(0, 0L);
            scores.set(0, 0.0);
            found.set(0, 0L);
            gains.set(0, 0.0);
        }
    }

    /**
     * A work-item has a part and a feature, and adds up in a histogram of its own. Not in local memory: TornadoVM's atomic addition
     * to an array there forgets the index in OpenCL.
     */
    public static void count_part(
            KernelContext context,
            IntArray bins,
            LongArray words,
            IntArray owners,
            IntArray order,
            IntArray tree,
            IntArray call,
            LongArray parts) {
        int index = context.globalIdx;
        int features = tree.get(TreeRules.FEATURES);
        int part = index / features;
        if (part < parts(call)) {
            int node = node(call, part);
            int from = from(call, node, part);
            int to = to(call, node, from);
            int feature = feature(index % features);
            int column = tree.get(feature + TreeRules.COLUMN);
            int rowsOfInt = tree.get(feature + TreeRules.ROWS_OF_INT);
            int plane = tree.get(TreeRules.BINS);
            int planes = tree.get(TreeRules.PLANES);
            int rows = tree.get(TreeRules.ROWS);
            int outputs = tree.get(TreeRules.OUTPUTS);
            int single = tree.get(TreeRules.SINGLE);
            int wordsOfRow = single == 1 ? 1 : outputs;
            int base = part * planes * plane + tree.get(feature + TreeRules.FIRST);
            int count = tree.get(feature + TreeRules.COUNT);
            for (int ofPlane = 0; ofPlane < planes; ofPlane++) {
                for (int bin = 0; bin < count; bin++) {
                    parts.set(base + ofPlane * plane + bin, 0L);
                }
            }
            for (int place = from; place < to; place++) {
                int row = order.get(place);
                int bin = base + bin(bins, column, rowsOfInt, row);
                int owner = owners.get(row);
                int first = bin + (single == 1 ? (owner & 65535) * plane : 0);
                for (int k = 0; k < wordsOfRow; k++) {
                    int word = first + k * plane;
                    parts.set(word, parts.get(word) + words.get(k * rows + row));
                }
                if (planes > outputs) {
                    int counted = bin + outputs * plane;
                    parts.set(counted, parts.get(counted) + (owner >> 16));
                }
            }
        }
    }

    /** A work-item has a bin of a node: adds up that of the node's parts, and takes it from the parent's. */
    public static void join_parts(
            KernelContext context, IntArray tree, IntArray call, LongArray parts, LongArray histograms) {
        int index = context.globalIdx;
        int bins = tree.get(TreeRules.PLANES) * tree.get(TreeRules.BINS);
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

    /** A work-item has a part: counts the rows that go left. */
    public static void count_left(
            KernelContext context, IntArray bins, IntArray order, IntArray tree, IntArray call, IntArray places) {
        int part = context.globalIdx;
        if (part < parts(call)) {
            int node = node(call, part);
            int from = from(call, node, part);
            int to = to(call, node, from);
            int feature = feature(call.get(TreeCall.SLOT + node));
            int column = tree.get(feature + TreeRules.COLUMN);
            int rowsOfInt = tree.get(feature + TreeRules.ROWS_OF_INT);
            int table = table(tree, node);
            int left = 0;
            for (int place = from; place < to; place++) {
                int row = order.get(place);
                int bin = bin(bins, column, rowsOfInt, row);
                left = left + goesLeft(call, table, bin);
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
            KernelContext context,
            IntArray bins,
            IntArray order,
            IntArray tree,
            IntArray call,
            IntArray places,
            IntArray moved) {
        int part = context.globalIdx;
        if (part < parts(call)) {
            int node = node(call, part);
            int from = from(call, node, part);
            int to = to(call, node, from);
            int feature = feature(call.get(TreeCall.SLOT + node));
            int column = tree.get(feature + TreeRules.COLUMN);
            int rowsOfInt = tree.get(feature + TreeRules.ROWS_OF_INT);
            int table = table(tree, node);
            int left = places.get(TreeCall.MOST_NODES + part);
            // As many of the rows before this part went right as did not go left.
            int right = places.get(node) + from - left;
            for (int place = from; place < to; place++) {
                int row = order.get(place);
                int bin = bin(bins, column, rowsOfInt, row);
                int goesLeft = goesLeft(call, table, bin);
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
