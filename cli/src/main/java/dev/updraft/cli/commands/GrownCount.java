package dev.updraft.cli.commands;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.weights.SafetensorsFile;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/**
 * The trees that a weights file holds.
 *
 * @param trees for each output where those have trees of their own
 * @param leaves of all trees together
 */
record GrownCount(String weights, long trees, long leaves) {

    /** Those of a model with trees, whose weights the file holds. */
    static GrownCount of(LayerGraph model, Path weights) {
        var node = Objects.requireNonNull(model.trees(), "the model has trees");
        var layer = (TreeLayer) node.layer();
        try (var file = SafetensorsFile.open(weights)) {
            var roots = count(file, node.weightsName() + "/" + TreeLayer.ROOTS);
            return new GrownCount(
                    weights.toString(),
                    roots / layer.treesOfRound(),
                    count(file, node.weightsName() + "/" + TreeLayer.LEAVES));
        }
    }

    private static long count(SafetensorsFile file, String name) {
        return file.tensors().stream()
                .filter(tensor -> tensor.name().equals(name))
                .mapToLong(tensor -> tensor.dims().getFirst())
                .sum();
    }

    /** {@code In enc.safetensors: 30 trees with 850 leaves}. */
    String text() {
        return String.format(
                Locale.ROOT, "In %s: %,d %s with %,d leaves%n", weights, trees, trees == 1 ? "tree" : "trees", leaves);
    }
}
