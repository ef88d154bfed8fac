package dev.updraft.compiler.layers;

/** A layer that changes values in training, to reduce overfitting, and passes them on unchanged after it. */
public sealed interface RegularizationLayer extends Layer {

    /** Zero with probability {@code rate}, else {@code x / (1 - rate)}. */
    record Dropout(double rate) implements RegularizationLayer {}

    /** {@link Dropout} of whole channels of {@code [batch, steps, channels]}. Tompson et al., arXiv:1411.4280. */
    record SpatialDropout1d(double rate) implements RegularizationLayer {}

    /** {@link Dropout} of whole channels of {@code [batch, height, width, channels]}. Tompson et al., arXiv:1411.4280. */
    record SpatialDropout2d(double rate) implements RegularizationLayer {}

    /** {@link Dropout} of whole samples: stochastic depth, by Huang et al., arXiv:1603.09382. */
    record DropPath(double rate) implements RegularizationLayer {}

    /** Plus a normal number of mean 0. */
    record GaussianNoise(double stddev) implements RegularizationLayer {}

    /** Times a normal number of mean 1 and variance {@code rate / (1 - rate)}. Srivastava et al., 2014. */
    record GaussianDropout(double rate) implements RegularizationLayer {}

    /** Dropout that keeps mean 0 and variance 1, to go with selu. Klambauer et al., arXiv:1706.02515. */
    record AlphaDropout(double rate) implements RegularizationLayer {}
}
