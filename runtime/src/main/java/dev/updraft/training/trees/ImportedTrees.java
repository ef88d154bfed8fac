package dev.updraft.training.trees;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.TreeFeature;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.compiler.program.Program;
import dev.updraft.trees.Tree;
import dev.updraft.weights.WeightsException;
import dev.updraft.weights.internal.ModelMetadata;
import dev.updraft.weights.internal.ModelWeights;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Writes trees that were grown elsewhere as the weights of a model. */
public final class ImportedTrees {
    private ImportedTrees() {}

    /**
     * Writes the weights of a model whose only weights are trees, or replaces them.
     *
     * @param model with boosted trees, with room for these
     * @param program of the model
     * @param base what is added to the sum of each output
     * @param trees in the order of the layer, with one value in a leaf
     * @param names of the features that the trees ask about, in the order of their numbers
     * @throws WeightsException if the file cannot be written
     */
    public static void save(
            Path file,
            ModelMetadata metadata,
            LayerGraph model,
            Program program,
            float[] base,
            List<Tree> trees,
            List<String> names) {
        var node = Objects.requireNonNull(model.trees(), "a model with trees");
        var layer = (TreeLayer) node.layer();
        var ofLayer = layer.features().stream().map(TreeFeature::name).toList();
        var places = names.stream().mapToInt(ofLayer::indexOf).toArray();
        var ensemble = new Ensemble(layer);
        System.arraycopy(base, 0, ensemble.base(), 0, base.length);
        trees.forEach(tree -> ensemble.add(placed(tree, places), 1));
        var weights = ensemble.weights();
        var prefix = node.weightsName().length() + 1;
        ModelWeights.save(file, metadata, program.variables(), (variable, values) -> {
            var name = variable.name().substring(prefix);
            TreeWeights.fill(values, variable, Objects.requireNonNull(weights.get(name), name));
        });
    }

    /** The same tree, with the layer's numbers of features. */
    private static Tree placed(Tree tree, int... places) {
        var feature = tree.feature().clone();
        for (var node = 0; node < feature.length; node++) {
            feature[node] = feature[node] < 0 ? -1 : places[feature[node]];
        }
        return new Tree(
                tree.outputs(),
                feature,
                tree.threshold(),
                tree.left(),
                tree.missingLeft(),
                tree.setStart(),
                tree.setWords(),
                tree.gain(),
                tree.curvature(),
                tree.rows(),
                tree.values());
    }
}
