package dev.updraft.compiler.ops;

import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Shape;

/**
 * A tensor that outlives a step. Names are unique in a program, so a name is a variable's identity.
 *
 * @param name the layer's name and the part, {@code conv2d_1/kernel}; slots of the optimizer {@code adam/m/conv2d_1/kernel}
 * @param shape without a batch axis
 * @param role who changes it
 * @param initializer its initial values
 * @param fanIn connections into one output, for the initializer
 * @param fanOut connections out of one input, for the initializer
 */
public record Variable(String name, Shape shape, Role role, Initializer initializer, long fanIn, long fanOut) {

    /** Who changes a variable. */
    public enum Role {
        /** The optimizer; saved with the weights. */
        TRAINABLE,
        /** The forward pass in training, such as running statistics; saved with the weights. */
        STATE,
        /**
         * A learner that fills it from the front, such as with the nodes of trees; saved with the weights, without what still has
         * its initial value behind that.
         */
        GROWN,
        /** The optimizer, for itself, such as moments; not part of the weights. */
        SLOT
    }
}
