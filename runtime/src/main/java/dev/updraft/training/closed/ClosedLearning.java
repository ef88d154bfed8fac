package dev.updraft.training.closed;

import dev.updraft.compiler.layers.ClosedLayer;
import dev.updraft.compiler.layers.ClosedLayer.GaussianMixture;
import dev.updraft.compiler.layers.ClosedLayer.IsolationForest;
import dev.updraft.compiler.layers.ClosedLayer.KMeans;
import dev.updraft.compiler.layers.ClosedLayer.Pca;
import dev.updraft.training.TrainingException;
import dev.updraft.trees.Workers;
import java.util.Map;
import java.util.function.Consumer;

/** Learns the weights of a layer from what it takes of all training samples. */
public final class ClosedLearning {
    private ClosedLearning() {}

    /**
     * The weights of a layer, by their names; the same for any number of threads.
     *
     * @param seed of what is drawn at random
     * @param notices hears in a line how it went
     * @throws TrainingException if the samples are not enough for it
     */
    public static Map<String, float[]> learn(
            ClosedLayer layer, LearningRows rows, long seed, int threads, Consumer<String> notices) {
        try (var workers = new Workers(threads)) {
            return switch (layer) {
                case KMeans means -> KMeansLearning.learn(means, rows, seed, workers, notices);
                case IsolationForest forest -> new IsolationLearning(forest, rows, seed).learn(workers, notices);
                case GaussianMixture mixture -> MixtureLearning.learn(mixture, rows, seed, workers, notices);
                case Pca pca -> PcaLearning.learn(pca, rows, workers, notices);
            };
        }
    }
}
