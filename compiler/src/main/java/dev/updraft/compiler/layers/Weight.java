package dev.updraft.compiler.layers;

import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Shape;
import java.util.stream.LongStream;

/**
 * A weight tensor of a layer.
 *
 * @param name its name in Keras, such as {@code kernel}, {@code bias} or {@code moving_mean}
 * @param shape without a batch axis
 * @param initializer its initial values
 * @param regularizer its penalty
 * @param constraint what it is made to fulfil after each update
 * @param trainable whether the optimizer changes it; else the forward pass does, in training, or it is learnt from the data
 * @param grown whether training fills it from the front, and what is behind has its initial value
 * @param fanIn connections into one output, for the initializer
 * @param fanOut connections out of one input, for the initializer
 */
public record Weight(
        String name,
        Shape shape,
        Initializer initializer,
        Regularizer regularizer,
        Constraint constraint,
        boolean trainable,
        boolean grown,
        long fanIn,
        long fanOut) {

    public static final String KERNEL = "kernel";
    public static final String BIAS = "bias";
    public static final String GAMMA = "gamma";
    public static final String BETA = "beta";
    public static final String MOVING_MEAN = "moving_mean";
    public static final String MOVING_VARIANCE = "moving_variance";

    /** A weight that the optimizer changes. */
    static Weight of(String name, Shape shape, Initializer initializer) {
        return of(name, shape, initializer, Regularizer.NONE);
    }

    /** A weight that the optimizer changes, with a penalty. */
    static Weight of(String name, Shape shape, Initializer initializer, Regularizer regularizer) {
        return of(name, shape, initializer, regularizer, new Constraint.None());
    }

    /** A weight that the optimizer changes, with a penalty and a constraint. */
    static Weight of(
            String name, Shape shape, Initializer initializer, Regularizer regularizer, Constraint constraint) {
        return new Weight(
                name, shape, initializer, regularizer, constraint, true, false, fan(shape, -2), fan(shape, -1));
    }

    /** A weight that the forward pass changes. */
    static Weight notTrained(String name, Shape shape, Initializer initializer) {
        return new Weight(
                name,
                shape,
                initializer,
                Regularizer.NONE,
                new Constraint.None(),
                false,
                false,
                fan(shape, -2),
                fan(shape, -1));
    }

    /**
     * A weight that training fills from the front.
     *
     * @throws ArithmeticException if an extent does not fit an {@code int}
     */
    static Weight grown(String name, Initializer initializer, long... extents) {
        var shape = Shape.of(LongStream.of(extents).mapToInt(Math::toIntExact).toArray());
        return new Weight(name, shape, initializer, Regularizer.NONE, new Constraint.None(), false, true, 1, 1);
    }

    /**
     * As Keras computes fans: the last two axes are inputs and outputs, those before a receptive field; of a vector both are
     * its length.
     */
    private static long fan(Shape shape, int axis) {
        if (shape.rank() < 2) {
            return shape.elementsPerSample();
        }
        var fan = (long) shape.dim(axis);
        for (var i = 0; i < shape.rank() - 2; i++) {
            fan = Math.multiplyExact(fan, (long) shape.dim(i));
        }
        return fan;
    }
}
