package dev.updraft.trees;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * The order of rows in this process's memory. A node's rows are split in parts; each part's rows are put to the left and right, and
 * then moved together.
 */
final class RowPartition implements RowOrder {
    private static final int PART = 1 << 14;

    private final BinnedFeatures data;
    private final Workers workers;
    private final int[] order;
    private final int[] lefts;
    private final int[] rights;

    private record Part(GrowingNode node, byte[] table, int from, int to) {}

    RowPartition(BinnedFeatures data, Workers workers) {
        this.data = data;
        this.workers = workers;
        order = new int[data.rows()];
        lefts = new int[data.rows()];
        rights = new int[data.rows()];
    }

    @Override
    public int[] order() {
        return order;
    }

    @Override
    public int[] split(List<GrowingNode> nodes) {
        var parts = new ArrayList<Part>();
        var starts = new int[nodes.size() + 1];
        for (var i = 0; i < nodes.size(); i++) {
            var node = nodes.get(i);
            var split = requireNonNull(node.split);
            var table = split.table(data.bins(split.feature()));
            for (var from = node.from; from < node.to; from += PART) {
                parts.add(new Part(node, table, from, Math.min(node.to, from + PART)));
            }
            starts[i + 1] = parts.size();
        }
        var left = new int[parts.size()];
        workers.run(parts.size(), (part, _) -> left[part] = splitPart(parts.get(part)));
        var middles = new int[nodes.size()];
        var leftPlace = new int[parts.size()];
        var rightPlace = new int[parts.size()];
        for (var i = 0; i < middles.length; i++) {
            var place = nodes.get(i).from;
            for (var part = starts[i]; part < starts[i + 1]; part++) {
                leftPlace[part] = place;
                place += left[part];
            }
            middles[i] = place;
            for (var part = starts[i]; part < starts[i + 1]; part++) {
                rightPlace[part] = place;
                place += parts.get(part).to - parts.get(part).from - left[part];
            }
        }
        workers.run(parts.size(), (i, _) -> {
            var part = parts.get(i);
            System.arraycopy(lefts, part.from, order, leftPlace[i], left[i]);
            System.arraycopy(rights, part.from, order, rightPlace[i], part.to - part.from - left[i]);
        });
        return middles;
    }

    private int splitPart(Part part) {
        var feature = requireNonNull(part.node.split).feature();
        var table = part.table;
        return data.bins(feature).narrow()
                ? split(data.column(feature), table, order, part.from, part.to, lefts, rights)
                : splitWide(data.wideColumn(feature), table, order, part.from, part.to, lefts, rights);
    }

    private static int split(byte[] column, byte[] table, int[] order, int from, int to, int[] lefts, int[] rights) {
        var left = from;
        var right = from;
        for (var i = from; i < to; i++) {
            var row = order[i];
            lefts[left] = row;
            rights[right] = row;
            var goesLeft = table[column[row] & 0xff];
            left += goesLeft;
            right += 1 - goesLeft;
        }
        return left - from;
    }

    private static int splitWide(
            char[] column, byte[] table, int[] order, int from, int to, int[] lefts, int[] rights) {
        var left = from;
        var right = from;
        for (var i = from; i < to; i++) {
            var row = order[i];
            lefts[left] = row;
            rights[right] = row;
            var goesLeft = table[column[row]];
            left += goesLeft;
            right += 1 - goesLeft;
        }
        return left - from;
    }
}
