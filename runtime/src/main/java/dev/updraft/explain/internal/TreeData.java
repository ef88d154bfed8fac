package dev.updraft.explain.internal;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.data.columns.Vocabularies;
import dev.updraft.explain.TreeNode;
import dev.updraft.trees.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The trees of a model in the unit of their scores, and names for all that they are about.
 *
 * @param isMean whether a score is the mean of leaves, rather than the base and their sum
 * @param base by output
 */
record TreeData(
        String model,
        String kind,
        boolean isMean,
        NamedFeatures named,
        List<String> outputs,
        double[] base,
        List<Tree> trees) {

    TreeData {
        outputs = List.copyOf(outputs);
        trees = List.copyOf(trees);
    }

    /**
     * That of a model.
     *
     * @param stored its trees as they are in its weights
     * @param base what their sum begins with
     * @param classNames of the model's outputs, by their names
     * @param units by the names of targets that are standardised their mean and deviation
     */
    static TreeData of(
            LayerGraph model,
            LayerNode node,
            List<Tree> stored,
            float[] base,
            @Nullable Vocabularies vocabularies,
            Map<String, List<String>> classNames,
            Map<String, double[]> units) {
        var layer = (TreeLayer) node.layer();
        var unit = ScoreNames.unit(model, node, units);
        var isMean = layer.kind().isMean();
        return new TreeData(
                model.name(),
                layer.kind().name().toLowerCase(Locale.ROOT),
                isMean,
                NamedFeatures.of(node, vocabularies),
                ScoreNames.of(model, layer.outputs(), classNames),
                IntStream.range(0, base.length)
                        .mapToDouble(output -> isMean ? 0 : unit[0] + unit[1] * base[output])
                        .toArray(),
                stored.stream()
                        .map(tree -> scaled(tree, unit[1], isMean ? unit[0] : 0))
                        .toList());
    }

    private static Tree scaled(Tree tree, double factor, double summand) {
        if (factor == 1 && summand == 0) {
            return tree;
        }
        var values = new float[tree.values().length];
        for (var node = 0; node < tree.nodes(); node++) {
            if (tree.left()[node] < 0) {
                for (var i = node * tree.outputs(); i < (node + 1) * tree.outputs(); i++) {
                    values[i] = (float) (summand + factor * tree.values()[i]);
                }
            }
        }
        return tree.withValues(values);
    }

    /** The output that the first value of a tree's leaves is for. */
    int firstOutput(int tree) {
        return trees.get(tree).outputs() == 1 ? tree % outputs.size() : 0;
    }

    /** What a leaf counts in a score. */
    double share() {
        return isMean ? 1.0 / trees.size() : 1;
    }

    /** The names of the outputs that a tree's leaves have values for. */
    List<String> outputsOf(int tree) {
        var first = firstOutput(tree);
        return outputs.subList(first, first + trees.get(tree).outputs());
    }

    /** Adds what a tree gives a row to scores. */
    void add(int number, float[] row, double[] scores) {
        var tree = trees.get(number);
        var leaf = tree.leafOf(row, 0);
        var first = firstOutput(number);
        for (var output = 0; output < tree.outputs(); output++) {
            scores[first + output] += share() * tree.values()[leaf * tree.outputs() + output];
        }
    }

    /** By feature: the column it belongs to. */
    int[] columnOf() {
        return named.features().stream().mapToInt(NamedFeature::column).toArray();
    }

    /** Whether a tree asks about a feature. */
    boolean asks(int tree, int feature) {
        return Arrays.stream(trees.get(tree).feature()).anyMatch(asked -> asked == feature);
    }

    /** The nodes of a tree, with names. */
    List<TreeNode> nodes(int number) {
        var tree = trees.get(number);
        var nodes = new ArrayList<TreeNode>();
        for (var node = 0; node < tree.nodes(); node++) {
            nodes.add(NamedNodes.of(tree, node, named.features()));
        }
        return nodes;
    }
}
