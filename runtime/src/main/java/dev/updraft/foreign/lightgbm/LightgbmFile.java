package dev.updraft.foreign.lightgbm;

import dev.updraft.foreign.trees.ForeignException;
import dev.updraft.foreign.trees.ForeignTrees;
import dev.updraft.trees.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A model of LightGBM, as {@code save_model} writes it. */
public final class LightgbmFile {
    private static final int MOST_OUTPUTS = 100_000;

    private LightgbmFile() {}

    /**
     * The trees of a model.
     *
     * @param file for messages
     * @throws ForeignException if there are none, it is damaged, or it does what no model of the language does
     * @throws IOException if it cannot be read
     */
    public static ForeignTrees read(Path file, InputStream in) throws IOException {
        var text = LightgbmText.read(file, in);
        var head = text.head();
        var outputs = head.whole(
                head.has("num_tree_per_iteration") ? "num_tree_per_iteration" : "num_class", 1, MOST_OUTPUTS);
        if (text.trees().isEmpty()) {
            throw new ForeignException(file, "has no trees");
        }
        if (text.trees().size() % outputs != 0) {
            throw head.wrong("there are " + text.trees().size() + " trees for " + outputs
                    + " outputs, expected as many of each");
        }
        var objective = LightgbmObjective.of(text, outputs);
        var features = LightgbmFeatures.of(text);
        // What the leaves of a mean are divided by, their sum need not be.
        var share = head.has("average_output") ? (double) outputs / text.trees().size() : 1;
        var trees = new ArrayList<Tree>();
        for (var tree : text.trees()) {
            trees.add(LightgbmTree.of(tree, features, objective.scale() * share));
        }
        return new ForeignTrees(
                "LightGBM",
                features.features(),
                objective.goal(),
                new float[outputs],
                trees,
                objective.note().isEmpty() ? List.of() : List.of(objective.note()));
    }
}
