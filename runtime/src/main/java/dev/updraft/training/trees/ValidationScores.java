package dev.updraft.training.trees;

import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.trees.FeatureSource;
import dev.updraft.trees.Workers;

/** What the trees give for the samples of the validation, whose features are kept: each new tree is asked once. */
final class ValidationScores {
    private final float[] features;
    private final int samples;
    private final Scores scores;
    private int trees;

    ValidationScores(TreeLayer layer, Workers workers, FeatureSource source) {
        samples = source.rows();
        features = new float[Math.multiplyExact(samples, source.features())];
        source.forEachBlock((block, from, rows) ->
                System.arraycopy(block, 0, features, from * source.features(), rows * source.features()));
        scores = new Scores(layer, workers, samples);
    }

    /** By output, then sample: as the loss takes them. */
    float[][] of(Ensemble ensemble) {
        if (trees == 0 || trees > ensemble.trees()) {
            scores.fillBase(ensemble);
            trees = 0;
        }
        if (trees < ensemble.trees()) {
            scores.add(ensemble.predictor(trees), features, samples, 0);
            trees = ensemble.trees();
        }
        return scores.of(ensemble);
    }
}
