package dev.updraft.trees.prediction;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the leaves that rows come to, tree after tree, so that sums have the same bits however many rows there are at once. It
 * copies the arrays it is made of into others that are quicker to go through. Several threads may use it, each with its own
 * {@link RowBlock}.
 */
public final class TreePredictor {
    /** Rows for which masks are quicker than walking down. */
    private static final int FEWEST_FOR_MASKS = 64;
    /** Numbers of features or columns in a block, which are to stay in a processor's second-level cache. */
    private static final int NUMBERS = 1 << 16;

    /** So many columns take as long as masks save in a tree. */
    private static final int COLUMNS_PER_TREE = 16;

    private static final int FEWEST_ROWS = 128;
    private static final int MOST_ROWS = 1024;

    private final int features;
    private final int outputs;
    private final int leafSize;
    private final WalkedTrees walked;
    /** Of each tree; null of those that are always walked down. */
    private final List<@Nullable MaskedTree> masked = new ArrayList<>();

    private final KeyColumns columns;
    private final boolean masksPay;
    private final boolean allAreMasked;
    private final float[] values;

    /** @throws RuntimeException if the arrays are no trees: a way does not end, or leads out of them */
    public TreePredictor(TreeArrays arrays) {
        features = arrays.features();
        outputs = arrays.outputs();
        leafSize = arrays.leafSize();
        columns = new KeyColumns(features);
        var trees = new ArrayList<CompactTree>();
        var leafOf = new ArrayList<int[]>();
        var leaves = new LeafValues(arrays);
        for (var i = 0; i < arrays.trees(); i++) {
            var tree = CompactTree.of(arrays, i);
            var numbers = new int[tree.nodes()];
            trees.add(tree);
            leafOf.add(numbers);
            var ofMasks = MaskedTree.of(tree, arrays, columns, leaves, numbers);
            masked.add(ofMasks);
            if (ofMasks == null) {
                for (var node = 0; node < tree.nodes(); node++) {
                    numbers[node] = tree.isLeaf(node) ? leaves.add(tree.next[node]) : 0;
                }
            }
        }
        walked = new WalkedTrees(trees, leafOf, arrays);
        var withMasks = masked.stream().filter(Objects::nonNull).count();
        masksPay = columns.count() > 0 && columns.count() <= withMasks * COLUMNS_PER_TREE;
        allAreMasked = masksPay && withMasks == masked.size();
        values = leaves.values();
    }

    /**
     * Room for rows that are computed at once.
     *
     * @param rows most that there will be; there is room for fewer where that is quicker
     */
    public RowBlock block(int rows) {
        var count = masksPay && rows >= FEWEST_FOR_MASKS ? columns.count() : 0;
        var quick = NUMBERS / Math.max(1, Math.max(features, count));
        var most = Math.clamp(Integer.highestOneBit(quick), FEWEST_ROWS, MOST_ROWS);
        return new RowBlock(this, Math.min(rows, most), features, outputs, count);
    }

    /**
     * Adds the leaves that the first rows of a block come to to their sums. A tree of one number adds it to output {@code i %
     * outputs}, i being its number.
     */
    public void add(RowBlock block, int rows) {
        var withMasks = masksPay && rows >= FEWEST_FOR_MASKS;
        if (withMasks) {
            columns.fill(block, features, rows);
        }
        var keys = block.bits();
        if (!withMasks || !allAreMasked) {
            toKeys(keys, rows * features);
        }
        if (rows < WalkedTrees.SIDE_BY_SIDE) {
            for (var row = 0; row < rows; row++) {
                addRow(block, row);
            }
            return;
        }
        for (var tree = 0; tree < masked.size(); tree++) {
            var ofMasks = withMasks ? masked.get(tree) : null;
            if (ofMasks == null) {
                walked.find(tree, keys, features, rows, block);
            } else {
                ofMasks.find(block, rows);
            }
            add(tree, block, rows);
        }
    }

    private static void toKeys(int[] bits, int count) {
        for (var i = 0; i < count; i++) {
            bits[i] = FloatKeys.of(bits[i]);
        }
    }

    private void addRow(RowBlock block, int row) {
        for (var first = 0; first < masked.size(); first += WalkedTrees.SIDE_BY_SIDE) {
            walked.findInEight(first, block.bits(), row * features, block);
            var end = Math.min(WalkedTrees.SIDE_BY_SIDE, masked.size() - first);
            for (var i = 0; i < end; i++) {
                add(first + i, block.leaves[i], row * outputs, block.sums());
            }
        }
    }

    private void add(int tree, RowBlock block, int rows) {
        if (outputs == 1) {
            add(values, block.leaves, block.sums(), rows);
            return;
        }
        for (var row = 0; row < rows; row++) {
            add(tree, block.leaves[row], row * outputs, block.sums());
        }
    }

    private static void add(float[] values, int[] leaves, float[] sums, int rows) {
        for (var row = 0; row < rows; row++) {
            sums[row] += values[leaves[row]];
        }
    }

    private void add(int tree, int leaf, int at, float[] sums) {
        if (leafSize == 1) {
            sums[at + tree % outputs] += values[leaf];
            return;
        }
        for (var output = 0; output < outputs; output++) {
            sums[at + output] += values[leaf * outputs + output];
        }
    }
}
