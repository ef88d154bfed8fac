package dev.updraft.foreign.trees;

import dev.updraft.foreign.trees.NodeTable.Missing;
import dev.updraft.trees.Tree;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.function.Function;

/**
 * Makes a {@link Tree} of a {@link NodeTable}: puts the nodes that the root leads to in an order in which children are behind their
 * parent and next to each other.
 *
 * <p>Where a zero counts as missing and the threshold would send it to the other side, two more questions take it out: whether the
 * number is at most the largest zero, and below the smallest. Nodes behind them have several parents.
 */
public final class TreeAssembly {
    /** What LightGBM takes for zero, up to and with. */
    private static final float ZERO = 1e-35f;

    private static final float BELOW_ZERO = Math.nextDown(-ZERO);

    private final NodeTable from;
    private final Function<String, ForeignException> wrong;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final BitSet seen = new BitSet();

    private int size;
    private int[] feature;
    private float[] threshold;
    private int[] left;
    private boolean[] missingLeft;
    private int[][] set;
    private float[] gain;
    private float[] curvature;
    private int[] rows;
    private float[] values;

    /** A node of the table, and where it is to be. */
    private record Pending(int node, int... places) {}

    private TreeAssembly(NodeTable from, Function<String, ForeignException> wrong) {
        this.from = from;
        this.wrong = wrong;
        var room = Math.max(1, from.size());
        feature = new int[room];
        threshold = new float[room];
        left = new int[room];
        missingLeft = new boolean[room];
        set = new int[room][];
        gain = new float[room];
        curvature = new float[room];
        rows = new int[room];
        values = new float[room];
    }

    /**
     * The tree whose root is node 0.
     *
     * @param wrong what is thrown where nodes make no tree, of what is wrong
     */
    public static Tree of(NodeTable table, Function<String, ForeignException> wrong) {
        return new TreeAssembly(table, wrong).tree();
    }

    private Tree tree() {
        reserve(1);
        pending.add(new Pending(0, 0));
        for (var next = pending.poll(); next != null; next = pending.poll()) {
            place(next.node, next.places);
        }
        var starts = new int[size + 1];
        for (var node = 0; node < size; node++) {
            starts[node + 1] = starts[node] + set[node].length;
        }
        var words = new int[starts[size]];
        for (var node = 0; node < size; node++) {
            System.arraycopy(set[node], 0, words, starts[node], set[node].length);
        }
        return new Tree(
                1,
                Arrays.copyOf(feature, size),
                Arrays.copyOf(threshold, size),
                Arrays.copyOf(left, size),
                Arrays.copyOf(missingLeft, size),
                starts,
                words,
                Arrays.copyOf(gain, size),
                Arrays.copyOf(curvature, size),
                Arrays.copyOf(rows, size),
                Arrays.copyOf(values, size));
    }

    private void place(int node, int... places) {
        if (node < 0 || node >= from.size()) {
            throw wrong.apply("leads to node " + node + ", but there are " + from.size());
        }
        if (seen.get(node)) {
            throw wrong.apply("node " + node + " has two parents");
        }
        seen.set(node);
        var isLeaf = from.feature[node] < 0;
        for (var place : places) {
            feature[place] = from.feature[node];
            threshold[place] = from.threshold[node];
            set[place] = from.set[node];
            gain[place] = from.gain[node];
            curvature[place] = from.curvature[node];
            rows[place] = from.rows[node];
            values[place] = isLeaf ? from.value[node] : 0;
            left[place] = -1;
        }
        if (!isLeaf) {
            children(node, places);
        }
    }

    private void children(int node, int... places) {
        var missing = from.missing[node];
        var atMost = from.threshold[node];
        var isLeft = missing == Missing.LEFT || missing == Missing.ZERO_LEFT;
        var isOfZero = missing == Missing.ZERO_LEFT || missing == Missing.ZERO_RIGHT;
        if (isOfZero) {
            var isBelow = atMost < -ZERO;
            var isAbove = atMost >= ZERO;
            if (isLeft ? isBelow : isAbove) {
                aroundZero(node, isLeft, places);
                return;
            }
            if (!isBelow && !isAbove) {
                atMost = isLeft ? ZERO : BELOW_ZERO;
            }
        }
        var pair = reserve(2);
        for (var place : places) {
            ask(place, atMost, pair, isLeft);
        }
        pending.add(new Pending(from.left[node], pair));
        pending.add(new Pending(from.right[node], pair + 1));
    }

    /** Below the threshold, or above it, the same question again for what is no zero. */
    private void aroundZero(int node, boolean zeroLeft, int... places) {
        var first = reserve(2);
        var second = reserve(2);
        var third = reserve(2);
        for (var place : places) {
            ask(place, from.threshold[node], first, zeroLeft);
        }
        var zeroSide = zeroLeft ? first + 1 : first;
        copy(places[0], zeroSide);
        copy(places[0], second);
        ask(zeroSide, ZERO, second, zeroLeft);
        ask(second, BELOW_ZERO, third, zeroLeft);
        if (zeroLeft) {
            pending.add(new Pending(from.left[node], first, third + 1));
            pending.add(new Pending(from.right[node], second + 1, third));
        } else {
            pending.add(new Pending(from.left[node], second + 1, third));
            pending.add(new Pending(from.right[node], first + 1, third + 1));
        }
    }

    private void copy(int place, int to) {
        feature[to] = feature[place];
        set[to] = set[place];
        curvature[to] = curvature[place];
        rows[to] = rows[place];
    }

    private void ask(int place, float atMost, int next, boolean missing) {
        threshold[place] = set[place].length > 0 ? 0 : atMost;
        left[place] = next;
        missingLeft[place] = missing;
    }

    /** Room for so many nodes, and the place of the first. */
    private int reserve(int nodes) {
        var first = size;
        size += nodes;
        if (size > feature.length) {
            var room = 2 * size;
            feature = Arrays.copyOf(feature, room);
            threshold = Arrays.copyOf(threshold, room);
            left = Arrays.copyOf(left, room);
            missingLeft = Arrays.copyOf(missingLeft, room);
            set = Arrays.copyOf(set, room);
            gain = Arrays.copyOf(gain, room);
            curvature = Arrays.copyOf(curvature, room);
            rows = Arrays.copyOf(rows, room);
            values = Arrays.copyOf(values, room);
        }
        return first;
    }
}
