package dev.updraft.compiler.layers;

import dev.updraft.compiler.tensor.Shape;

/**
 * A tensor that belongs to a layer.
 *
 * @param name Keras's name of it: {@code kernel}, {@code bias}, {@code gamma}, {@code beta}, {@code moving_mean} or
 *     {@code moving_variance}
 * @param shape without a batch axis
 * @param initializer its first values
 * @param regularizer its penalty
 * @param trainable whether the optimizer changes it; else the forward pass does, in training
 * @param fanIn connections into one output, for the initializer
 * @param fanOut connections out of one input, for the initializer
 */
public record Weight(
        String name,
        Shape shape,
        Initializer initializer,
        Regularizer regularizer,
        boolean trainable,
        long fanIn,
        long fanOut) {

    public static final String KERNEL = "kernel";
    public static final String BIAS = "bias";
    public static final String GAMMA = "gamma";
    public static final String BETA = "beta";
    public static final String MOVING_MEAN = "moving_mean";
    public static final String MOVING_VARIANCE = "moving_variance";
}
