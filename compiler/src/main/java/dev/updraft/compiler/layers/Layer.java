package dev.updraft.compiler.layers;

import java.util.List;

/**
 * A layer with all its settings. Images are channels-last: {@code [batch, height, width, channels]}. Names, defaults and
 * meanings are those of Keras 3.
 */
public sealed interface Layer {

    /** {@code activation(x · kernel + bias)} on the last axis; kernel {@code [in, units]}. */
    record Dense(
            int units,
            Activation activation,
            boolean useBias,
            Initializer kernelInitializer,
            Initializer biasInitializer,
            Regularizer kernelRegularizer)
            implements Layer {}

    /** Kernel {@code [kernel.height, kernel.width, in / groups, filters]}. */
    record Conv2d(
            int filters,
            Size kernel,
            Size stride,
            Padding padding,
            Size dilation,
            int groups,
            Activation activation,
            boolean useBias,
            Initializer kernelInitializer,
            Initializer biasInitializer,
            Regularizer kernelRegularizer)
            implements Layer {}

    /** One filter bank a channel; kernel {@code [height, width, in, depthMultiplier]}, output {@code in · multiplier}. */
    record DepthwiseConv2d(
            int depthMultiplier,
            Size kernel,
            Size stride,
            Padding padding,
            Size dilation,
            Activation activation,
            boolean useBias,
            Initializer kernelInitializer,
            Initializer biasInitializer,
            Regularizer kernelRegularizer)
            implements Layer {}

    record MaxPool2d(Size pool, Size stride, Padding padding) implements Layer {}

    /** Padded places do not count towards the average. */
    record AveragePool2d(Size pool, Size stride, Padding padding) implements Layer {}

    /** {@code [batch, h, w, c]} to {@code [batch, c]}. */
    record GlobalAveragePool2d() implements Layer {}

    /** {@code [batch, h, w, c]} to {@code [batch, c]}. */
    record GlobalMaxPool2d() implements Layer {}

    record Flatten() implements Layer {}

    /** To the given extents of one sample; one of them may be -1 and is then computed. */
    record Reshape(List<Integer> dims) implements Layer {}

    /** {@code x · scale + offset}. */
    record Rescale(double scale, double offset) implements Layer {}

    /** {@code (x - mean) / sqrt(variance)}, a value for every element of the last axis or one for all. */
    record Normalize(List<Double> mean, List<Double> variance) implements Layer {}

    /** In training, zero with probability {@code rate}, else {@code x / (1 - rate)}. */
    record Dropout(double rate) implements Layer {}

    /** Ioffe and Szegedy, arXiv:1502.03167, over all axes but the last; running statistics with {@code momentum}. */
    record BatchNorm(double momentum, double epsilon, boolean center, boolean scale) implements Layer {}

    /** Ba, Kiros and Hinton, arXiv:1607.06450, over the last axis. */
    record LayerNorm(double epsilon, boolean center, boolean scale) implements Layer {}

    /** Element by element, of equal shapes. */
    record Add() implements Layer {}

    record Subtract() implements Layer {}

    record Multiply() implements Layer {}

    /** Along {@code axis} of the sample, counted from the end if negative. */
    record Concat(int axis) implements Layer {}

    /** An activation on its own. */
    record Activate(Activation function) implements Layer {}
}
