package dev.updraft.trees;

import org.jspecify.annotations.Nullable;

/** Grows trees on the same rows, one after the other, with the same buffers. For one caller at a time. */
public final class TreeGrower {
    private final BinnedFeatures data;

    public TreeGrower(BinnedFeatures data, TreeSettings settings, Workers workers) {
        this.data = data;
    }

    /**
     * Grows a tree. The same for any number of threads.
     *
     * @param gradients output × row: the derivative of the loss by each output, weights included
     * @param curvature per row: the second derivative, or the weight; one for all outputs; not negative
     * @param drawn per row: how often it was drawn for this tree (0 = not, up to 127); null: once each
     * @param seed the seed of what is random
     * @param tree the number of the tree
     * @throws IllegalArgumentException if a gradient or curvature is not finite, or a curvature is negative
     */
    public GrownTree grow(
            float[][] gradients, float[] curvature, byte @Nullable [] drawn, long seed, int tree) {
        throw new UnsupportedOperationException("not yet " + data);
    }
}
