package dev.updraft.training.adaptation;

import dev.updraft.compiler.layers.SupervisedLayer;
import dev.updraft.compiler.layers.SupervisedLayer.KernelSvm;
import dev.updraft.compiler.layers.SupervisedLayer.NaiveBayes;
import dev.updraft.compiler.layers.SupervisedLayer.NearestNeighbors;
import java.util.Map;

/** Learns the weights of a layer from training samples and their target. */
public sealed interface SupervisedWeights permits KernelMachineWeights, NaiveBayesWeights, NeighborRows {

    /**
     * Takes a sample.
     *
     * @param sample what the layer takes, and the target behind it
     * @param weight how much it counts, above 0; 1 of all for a layer that does not weigh them
     */
    void add(float[] sample, double weight);

    /** The weights by their names. */
    Map<String, float[]> finish();

    /**
     * For a layer.
     *
     * @param features numbers of a sample
     * @param targets numbers behind them
     * @param seed of what is drawn at random
     */
    static SupervisedWeights of(SupervisedLayer layer, int features, int targets, long seed) {
        return switch (layer) {
            case NaiveBayes bayes -> new NaiveBayesWeights(bayes);
            case NearestNeighbors neighbors -> new NeighborRows(neighbors, features, targets);
            case KernelSvm svm -> new KernelMachineWeights(svm, features, targets, seed);
        };
    }
}
