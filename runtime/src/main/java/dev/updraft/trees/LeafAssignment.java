package dev.updraft.trees;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the leaf of each row: of rows drawn by where they stand, of others by their bins. */
record LeafAssignment(BinnedFeatures data, int[] order, List<GrowingNode> nodes, Workers workers) {
    void fill(int[] leafOf, byte @Nullable [] drawn) {
        workers.run(nodes.size(), (i, _) -> {
            var node = nodes.get(i);
            if (node.left < 0) {
                for (var place = node.from; place < node.to; place++) {
                    leafOf[order[place]] = i;
                }
            }
        });
        if (drawn != null) {
            workers.forRanges(drawn.length, (from, to) -> {
                for (var row = from; row < to; row++) {
                    if (drawn[row] <= 0) {
                        leafOf[row] = leafOf(row);
                    }
                }
            });
        }
    }

    private int leafOf(int row) {
        var node = nodes.getFirst();
        while (node.left >= 0) {
            var split = requireNonNull(node.split);
            node = nodes.get(split.goesLeft(data.bin(split.feature(), row)) ? node.left : node.left + 1);
        }
        return node.id;
    }
}
