package dev.updraft.training.trees;

import dev.updraft.compiler.layers.FitSettings;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.training.Callback;
import dev.updraft.training.TrainingException;
import dev.updraft.trees.BinnedFeatures;
import java.util.List;
import java.util.Optional;

/**
 * What is to be said of a run that grows trees: what it cannot do, what it begins with, and why nothing came of it.
 *
 * @param rounds how many trees (of each output) there are before it
 */
record TreeRun(LayerGraph model, TreeLayer layer, int rounds) {
    private static final String EARLY_STOPPING = "early_stopping";

    /**
     * That there is something to grow, as it was asked for.
     *
     * @throws TrainingException if not
     */
    void require(FitSettings settings, boolean validates, List<Callback> callbacks) {
        var trees = layer.settings().trees();
        if (rounds == trees) {
            throw new TrainingException("model " + model.name() + " has all its " + rounds
                    + " trees: set more, as in trees: " + 2 * rounds + ", or train a new model");
        }
        if (settings.epochs() > trees) {
            throw new TrainingException("an epoch grows a tree, and model " + model.name() + " has " + trees
                    + " at most: " + settings.epochs() + " epochs are more; set trees: " + settings.epochs());
        }
        if (settings.batchSize() != model.fit().batchSize()) {
            throw new TrainingException("a batch size of " + settings.batchSize()
                    + " means nothing to trees, each of which sees all samples: leave it out");
        }
        if (!validates
                && callbacks.stream().anyMatch(callback -> callback.name().equals(EARLY_STOPPING))) {
            throw new TrainingException(
                    "early_stopping needs validation data, as the loss of what trees have seen only"
                            + " falls: add validation_split: 0.2 to the fit block or give validation data, or remove early_stopping");
        }
    }

    /**
     * Of a loss that puts groups in order, that samples have no weights.
     *
     * @throws TrainingException if they have
     */
    void requireNoWeights(boolean isWeighted) {
        if (model.ranking() != null && isWeighted) {
            throw new TrainingException("lambdarank weighs pairs of samples, and no samples: train model "
                    + model.name() + " without weights of samples");
        }
    }

    /** With how many trees it begins, if with any. */
    Optional<String> continued() {
        var trees = layer.settings().trees();
        return rounds == 0
                ? Optional.empty()
                : Optional.of("Model " + model.name() + " has " + rounds + " of its " + trees + " trees: "
                        + (trees - rounds) + " more can be grown");
    }

    /** That none of the trees asks anything, why, and what may help. */
    String withoutSplits(int trees, BinnedFeatures samples) {
        return (trees == 1 ? "The tree asks nothing" : "None of the " + trees + " trees asks anything")
                + ", so that all predictions are the same: " + reason(samples);
    }

    private String reason(BinnedFeatures samples) {
        var settings = layer.settings();
        var seen = settings.bootstrap()
                ? samples.rows()
                : (int) Math.max(1, Math.round(settings.subsample() * samples.rows()));
        if (seen == 1) {
            return "there is a single sample to split; train with more";
        }
        if (2L * settings.minSamplesLeaf() > seen) {
            return "min_samples_leaf: " + settings.minSamplesLeaf() + " cannot split " + seen + " samples; set at most "
                    + seen / 2 + ", or train with more";
        }
        if (samples.isConstant()) {
            return "each of their features has the same value in all samples; give them other columns";
        }
        return "no split makes the loss smaller; the targets may be all the same or have nothing to do with the"
                + " features, or the settings of the layer forbid it: min_samples_leaf, min_child_weight, gamma";
    }
}
