package dev.updraft.compiler.layers;

import static dev.updraft.compiler.layers.Weight.BETA;
import static dev.updraft.compiler.layers.Weight.BIAS;
import static dev.updraft.compiler.layers.Weight.GAMMA;
import static dev.updraft.compiler.layers.Weight.KERNEL;
import static dev.updraft.compiler.layers.Weight.MOVING_MEAN;
import static dev.updraft.compiler.layers.Weight.MOVING_VARIANCE;

import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A layer with all its settings. Images are channels-last: {@code [batch, height, width, channels]}. Names, defaults and
 * meanings follow Keras 3.
 */
public sealed interface Layer {

    /**
     * Its weights, in Keras's order; most layers have none.
     *
     * @param inputs shapes accepted by {@link LayerShapes}
     * @throws ArithmeticException if a fan does not fit a {@code long}
     */
    default List<Weight> weights(List<Shape> inputs) {
        return List.of();
    }

    /**
     * Floating-point operations of the forward pass for one sample, two per multiply-add. As usual, only products with a
     * kernel are counted, since element-wise operations are memory-bound.
     *
     * @param inputs the input shapes
     * @param output the output shape
     * @throws ArithmeticException if the number does not fit a {@code long}
     */
    default long flopsPerSample(List<Shape> inputs, Shape output) {
        return 0;
    }

    /** Whether its output has the same elements as its input, only rearranged. */
    default boolean keepsElements() {
        return false;
    }

    /** Whether it takes values with such elements; {@link #keepsElements} those of one type. */
    default boolean takes(ElementType type) {
        return type == ElementType.REAL || keepsElements();
    }

    /** A product with a kernel, or a convolution: {@code activation(x · kernel + bias)}. */
    sealed interface Product extends Layer {
        Activation activation();

        boolean useBias();

        Initializer kernelInitializer();

        Initializer biasInitializer();

        Regularizer kernelRegularizer();

        Constraint kernelConstraint();

        Constraint biasConstraint();

        /** The kernel's shape for an input with the given number of channels. */
        Shape kernelShape(int channels);

        /** Length of the output's last axis. */
        int outputs(int channels);

        @Override
        default List<Weight> weights(List<Shape> inputs) {
            var channels = inputs.getFirst().dim(-1);
            var kernel = Weight.of(
                    KERNEL, kernelShape(channels), kernelInitializer(), kernelRegularizer(), kernelConstraint());
            if (!useBias()) {
                return List.of(kernel);
            }
            var outputs = Shape.of(outputs(channels));
            return List.of(kernel, Weight.of(BIAS, outputs, biasInitializer(), Regularizer.NONE, biasConstraint()));
        }

        @Override
        default long flopsPerSample(List<Shape> inputs, Shape output) {
            var channels = inputs.getFirst().dim(-1);
            var terms = kernelShape(channels).elementsPerSample() / outputs(channels);
            return Math.multiplyExact(Math.multiplyExact(2L, terms), output.elementsPerSample());
        }
    }

    /** {@code activation(x · kernel + bias)} on the last axis; kernel {@code [in, units]}. */
    record Dense(
            int units,
            Activation activation,
            boolean useBias,
            Initializer kernelInitializer,
            Initializer biasInitializer,
            Regularizer kernelRegularizer,
            Constraint kernelConstraint,
            Constraint biasConstraint)
            implements Product {
        @Override
        public Shape kernelShape(int channels) {
            return Shape.of(channels, units);
        }

        @Override
        public int outputs(int channels) {
            return units;
        }
    }

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
            Regularizer kernelRegularizer,
            Constraint kernelConstraint,
            Constraint biasConstraint)
            implements Product {
        @Override
        public Shape kernelShape(int channels) {
            return Shape.of(kernel.height(), kernel.width(), channels / groups, filters);
        }

        @Override
        public int outputs(int channels) {
            return filters;
        }
    }

    /** One filter bank per channel; kernel {@code [height, width, in, depthMultiplier]}, output {@code in · multiplier}. */
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
            Regularizer kernelRegularizer,
            Constraint kernelConstraint,
            Constraint biasConstraint)
            implements Product {
        @Override
        public Shape kernelShape(int channels) {
            return Shape.of(kernel.height(), kernel.width(), channels, depthMultiplier);
        }

        @Override
        public int outputs(int channels) {
            return channels * depthMultiplier;
        }
    }

    record MaxPool2d(Size pool, Size stride, Padding padding) implements Layer {}

    /** Padding does not count towards the average. */
    record AveragePool2d(Size pool, Size stride, Padding padding) implements Layer {}

    /** {@code [batch, h, w, c]} to {@code [batch, c]}. */
    record GlobalAveragePool2d() implements Layer {}

    /** {@code [batch, h, w, c]} to {@code [batch, c]}. */
    record GlobalMaxPool2d() implements Layer {}

    record Flatten() implements Layer {
        @Override
        public boolean keepsElements() {
            return true;
        }
    }

    /** To the given shape of one sample; one dimension may be -1 and is then inferred. */
    record Reshape(List<Integer> dims) implements Layer {
        @Override
        public boolean keepsElements() {
            return true;
        }
    }

    /** {@code x · scale + offset}; integers become real numbers. */
    record Rescale(double scale, double offset) implements Layer {
        @Override
        public boolean takes(ElementType type) {
            return true;
        }
    }

    /**
     * A row of the table {@code [inputDim, outputDim]} for each integer: {@code [batch, ..]} to {@code [batch, ..,
     * outputDim]}.
     */
    record Embedding(
            int inputDim,
            int outputDim,
            Initializer embeddingsInitializer,
            Regularizer embeddingsRegularizer,
            Constraint embeddingsConstraint)
            implements Layer {
        public static final String EMBEDDINGS = "embeddings";

        @Override
        public boolean takes(ElementType type) {
            return type == ElementType.INT32;
        }

        @Override
        public List<Weight> weights(List<Shape> inputs) {
            var table = Shape.of(inputDim, outputDim);
            return List.of(
                    Weight.of(EMBEDDINGS, table, embeddingsInitializer, embeddingsRegularizer, embeddingsConstraint));
        }
    }

    /** {@code (x - mean) / sqrt(variance)}, with one value per element of the last axis or one for all. */
    record Normalize(List<Double> mean, List<Double> variance) implements Layer {}

    /** In training, zero with probability {@code rate}, else {@code x / (1 - rate)}. */
    record Dropout(double rate) implements Layer {}

    /** Ioffe and Szegedy, arXiv:1502.03167, over all axes but the last; running statistics with {@code momentum}. */
    record BatchNorm(double momentum, double epsilon, boolean center, boolean scale) implements Layer {
        @Override
        public List<Weight> weights(List<Shape> inputs) {
            var channels = Shape.of(inputs.getFirst().dim(-1));
            var weights = scaleAndCenter(channels, scale, center);
            weights.add(Weight.notTrained(MOVING_MEAN, channels, new Initializer.Zeros()));
            weights.add(Weight.notTrained(MOVING_VARIANCE, channels, new Initializer.Ones()));
            return weights;
        }
    }

    /** Ba, Kiros and Hinton, arXiv:1607.06450, over the last axis. */
    record LayerNorm(double epsilon, boolean center, boolean scale) implements Layer {
        @Override
        public List<Weight> weights(List<Shape> inputs) {
            return scaleAndCenter(Shape.of(inputs.getFirst().dim(-1)), scale, center);
        }
    }

    /**
     * {@code max(x, 0) + alpha · min(x, 0)}: He et al., arXiv:1502.01852; alpha has the sample's shape, with size 1 on the
     * shared axes.
     *
     * @param sharedAxes counted with the batch, so that 1 is the first axis of a sample
     */
    record PRelu(Initializer alphaInitializer, Regularizer alphaRegularizer, List<Integer> sharedAxes)
            implements Layer {
        public static final String ALPHA = "alpha";

        @Override
        public List<Weight> weights(List<Shape> inputs) {
            var alpha = inputs.getFirst().sample();
            for (var axis : sharedAxes) {
                alpha = alpha.with(axis - 1, 1);
            }
            return List.of(Weight.of(ALPHA, alpha, alphaInitializer, alphaRegularizer));
        }
    }

    /** Element by element, of equal shapes. */
    record Add() implements Layer {}

    record Subtract() implements Layer {}

    record Multiply() implements Layer {}

    /** Along {@code axis} of the sample, counted from the end if negative. */
    record Concat(int axis) implements Layer {
        @Override
        public boolean keepsElements() {
            return true;
        }
    }

    /** An activation used as a layer. */
    record Activate(Activation function) implements Layer {}

    private static List<Weight> scaleAndCenter(Shape channels, boolean scale, boolean center) {
        var weights = new ArrayList<Weight>();
        if (scale) {
            weights.add(Weight.of(GAMMA, channels, new Initializer.Ones()));
        }
        if (center) {
            weights.add(Weight.of(BETA, channels, new Initializer.Zeros()));
        }
        return weights;
    }
}
