package dev.updraft.trees.prediction;

import dev.updraft.compiler.ops.Op.TreeSum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a tree asks about the leaves of a word: of a row that goes right, only those that a mask has are still possible. */
final class Questions {
    /** Numbers that are asked about at once. */
    private static final int AT_ONCE = 4;

    /** About numbers: in which column they are, what is less goes left, and the leaves that are possible to the right. */
    private final int[] columns;

    private final int[] limits;
    private final int[] masks;
    /** About sets: in which column categories are, and by these all bits if they go left; the last one for all others. */
    private final int[] columnsOfSets;

    private final byte[][] membersOfSets;
    private final int[] masksOfSets;

    private Questions(Builder builder) {
        // The last one is repeated, so that as many are asked at once.
        var numbers = builder.ofNumbers;
        var count = Math.ceilDiv(numbers.size(), AT_ONCE) * AT_ONCE;
        columns = new int[count];
        limits = new int[count];
        masks = new int[count];
        for (var i = 0; i < count; i++) {
            var number = numbers.get(Math.min(i, numbers.size() - 1));
            columns[i] = number.column;
            limits[i] = number.limit;
            masks[i] = number.mask;
        }
        var sets = builder.ofSets;
        columnsOfSets = new int[sets.size()];
        membersOfSets = new byte[sets.size()][];
        masksOfSets = new int[sets.size()];
        for (var i = 0; i < sets.size(); i++) {
            columnsOfSets[i] = sets.get(i).column;
            membersOfSets[i] = sets.get(i).members;
            masksOfSets[i] = sets.get(i).mask;
        }
    }

    private record OfNumber(int column, int limit, int mask) {}

    private record OfSet(int column, byte[] members, int mask) {}

    /** Collects questions. */
    static final class Builder {
        private final List<OfNumber> ofNumbers = new ArrayList<>();
        private final List<OfSet> ofSets = new ArrayList<>();
        private final CompactTree tree;
        private final TreeArrays arrays;
        private final KeyColumns columns;

        /** @param columns learns what rows are asked about */
        Builder(CompactTree tree, TreeArrays arrays, KeyColumns columns) {
            this.tree = tree;
            this.arrays = arrays;
            this.columns = columns;
        }

        /** @param mask the leaves that are possible to the right */
        void add(int node, int mask) {
            var feature = tree.feature[node];
            if (tree.asksAboutSet(node)) {
                ofSets.add(new OfSet(columns.ofCategories(feature), members(node), mask));
                return;
            }
            var key = FloatKeys.ofThreshold(tree.threshold[node]);
            ofNumbers.add(new OfNumber(
                    columns.ofThreshold(feature, key, tree.isMissingLeft(node)), KeyColumns.limit(key), mask));
        }

        private byte[] members(int node) {
            var set = (int) tree.threshold[node];
            var members = new byte[arrays.word(set) * TreeSum.SET_BITS + 1];
            for (var category = 0; category < members.length - 1; category++) {
                var word = arrays.word(set + 1 + category / TreeSum.SET_BITS);
                members[category] = left((word >> category % TreeSum.SET_BITS & 1) == 1);
            }
            members[members.length - 1] = left(tree.isMissingLeft(node));
            return members;
        }

        private static byte left(boolean isLeft) {
            return (byte) (isLeft ? -1 : 0);
        }

        Questions build() {
            return new Questions(this);
        }
    }

    /**
     * Asks them all.
     *
     * @param possible by row, receives the leaves that are possible
     */
    void ask(int[][] values, int[] possible, int rows) {
        Arrays.fill(possible, 0, rows, -1);
        for (var i = 0; i < columns.length; i += AT_ONCE) {
            ask(
                    values[columns[i]],
                    values[columns[i + 1]],
                    values[columns[i + 2]],
                    values[columns[i + 3]],
                    limits[i],
                    limits[i + 1],
                    limits[i + 2],
                    limits[i + 3],
                    masks[i],
                    masks[i + 1],
                    masks[i + 2],
                    masks[i + 3],
                    possible,
                    rows);
        }
        for (var i = 0; i < columnsOfSets.length; i++) {
            ask(values[columnsOfSets[i]], membersOfSets[i], masksOfSets[i], possible, rows);
        }
    }

    /** The compiler makes use of the processor's vectors here, as all arrays begin at row 0 and none begins within another. */
    private static void ask(
            int[] a,
            int[] b,
            int[] c,
            int[] d,
            int limitA,
            int limitB,
            int limitC,
            int limitD,
            int maskA,
            int maskB,
            int maskC,
            int maskD,
            int[] possible,
            int rows) {
        for (var row = 0; row < rows; row++) {
            possible[row] &= (FloatKeys.sign(a[row] - limitA) | maskA)
                    & (FloatKeys.sign(b[row] - limitB) | maskB)
                    & (FloatKeys.sign(c[row] - limitC) | maskC)
                    & (FloatKeys.sign(d[row] - limitD) | maskD);
        }
    }

    private static void ask(int[] categories, byte[] members, int mask, int[] possible, int rows) {
        var others = members.length - 1;
        for (var row = 0; row < rows; row++) {
            possible[row] &= members[Math.min(categories[row], others)] | mask;
        }
    }
}
