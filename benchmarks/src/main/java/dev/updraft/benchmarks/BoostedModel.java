package dev.updraft.benchmarks;

import dev.updraft.CompiledModel;
import dev.updraft.Device;
import dev.updraft.Model;
import dev.updraft.Updraft;
import dev.updraft.engine.Engine.Options;
import dev.updraft.training.trees.ImportedTrees;
import dev.updraft.trees.Tree;
import dev.updraft.version.Version;
import dev.updraft.weights.internal.ModelMetadata;
import dev.updraft.weights.internal.TrainingMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A model with trees that were grown without it. */
final class BoostedModel {
    private BoostedModel() {}

    /**
     * The model.
     *
     * @param scale what leaves are multiplied with
     */
    static Model of(List<Tree> trees, float scale, int features, int threads) throws IOException {
        var folder = Files.createTempDirectory("updraft-trees");
        var file = folder.resolve("boosted.model");
        var weights = folder.resolve("boosted.safetensors");
        try {
            Files.writeString(file, text(trees, features));
            var compiled = Updraft.compile(file);
            save(weights, compiled, trees, scale, features);
            var model = compiled.on(Device.cpu(), new Options(threads, 1));
            model.load(weights);
            return model;
        } finally {
            Files.deleteIfExists(weights);
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    private static String text(List<Tree> trees, int features) {
        var leaves = trees.stream().mapToInt(Tree::leaves).max().orElse(1);
        return """
                model Boosted {
                    input x: float[%s]
                    target label: float[1]
                    network { x -> boosted_trees(trees: %s, max_leaves: %s) -> logit }
                    loss mse(logit, label)
                }
                """.formatted(features, trees.size(), Math.max(2, leaves));
    }

    private static void save(Path file, CompiledModel compiled, List<Tree> trees, float scale, int features) {
        var scaled = trees.stream().map(tree -> scaled(tree, scale)).toList();
        ImportedTrees.save(
                file,
                new ModelMetadata(Version.TEXT, compiled.source(), Map.of(), Map.of(), TrainingMetadata.NONE),
                compiled.layers(),
                compiled.program(),
                new float[1],
                scaled,
                IntStream.range(0, features)
                        .mapToObj(number -> "x[" + number + "]")
                        .toList());
    }

    private static Tree scaled(Tree tree, float scale) {
        var values = tree.values().clone();
        for (var i = 0; i < values.length; i++) {
            values[i] *= scale;
        }
        return tree.withValues(values);
    }
}
