package dev.updraft.trees.prediction;

import dev.updraft.compiler.ops.Op.TreeSum;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The arrays of float32 that {@link TreeSum} takes. */
public final class TreeArrays {
    private final FloatReader roots;
    private final FloatReader nodes;
    private final FloatReader leaves;
    private final @Nullable FloatReader sets;
    private final int features;
    private final int outputs;
    private final int leafSize;

    /**
     * Takes arrays, which are read until they have been made something else of.
     *
     * @param sets null if no question is about a set
     * @param features numbers of a row
     * @param outputs sums of a row
     * @param leafSize numbers of a leaf: 1, or {@code outputs}
     */
    public TreeArrays(
            MemorySegment roots,
            MemorySegment nodes,
            MemorySegment leaves,
            @Nullable MemorySegment sets,
            int features,
            int outputs,
            int leafSize) {
        this.roots = new FloatReader(roots);
        this.nodes = new FloatReader(nodes);
        this.leaves = new FloatReader(leaves);
        this.sets = sets == null ? null : new FloatReader(sets);
        this.features = features;
        this.outputs = outputs;
        this.leafSize = leafSize;
    }

    int features() {
        return features;
    }

    int outputs() {
        return outputs;
    }

    int leafSize() {
        return leafSize;
    }

    /** How many trees there are: they end before the first negative root. */
    int trees() {
        var trees = 0;
        while (trees < roots.length() && root(trees) >= 0) {
            trees++;
        }
        return trees;
    }

    /** The number of a tree's first node; negative behind the last tree. */
    int root(int tree) {
        return (int) roots.get(tree);
    }

    /** What a node asks about; negative of a leaf. */
    int feature(int node) {
        return (int) of(node, 0);
    }

    float threshold(int node) {
        return of(node, 1);
    }

    /** The node to the left, or the number of the leaf. */
    int next(int node) {
        return (int) of(node, 2);
    }

    int kind(int node) {
        return (int) of(node, 3);
    }

    private float of(int node, int place) {
        return nodes.get(Math.addExact(Math.multiplyExact(node, TreeSum.NODE_SIZE), place));
    }

    /** A number of a leaf. */
    float leaf(int leaf, int number) {
        return leaves.get(Math.addExact(Math.multiplyExact(leaf, leafSize), number));
    }

    /** A number of the sets. */
    int word(int place) {
        if (sets == null) {
            throw new IllegalArgumentException("a node asks about a set, and there are none");
        }
        return (int) sets.get(place);
    }
}
