package dev.updraft.foreign.trees;

import dev.updraft.trees.Tree;
import java.util.List;

/**
 * Trees that another program has grown.
 *
 * @param origin the program and its version
 * @param features what they ask about, in the order of their numbers
 * @param goal what the sums of their leaves are
 * @param base what is added to the sum of each output
 * @param trees with one value in a leaf; tree {@code t} adds to output {@code t mod outputs}, in this order
 * @param notes what a user of the model should know
 */
public record ForeignTrees(
        String origin, List<ForeignFeature> features, Goal goal, float[] base, List<Tree> trees, List<String> notes) {
    public ForeignTrees {
        features = List.copyOf(features);
        trees = List.copyOf(trees);
        notes = List.copyOf(notes);
    }

    /** How many outputs there are. */
    public int outputs() {
        return base.length;
    }

    /** How many trees each output has. */
    public int rounds() {
        return trees.size() / outputs();
    }

    /** The leaves of the tree that has most; a layer has room for at least 2. */
    public int mostLeaves() {
        return Math.max(2, trees.stream().mapToInt(Tree::leaves).max().orElse(1));
    }
}
