package dev.updraft.compiler.layers;

import static dev.updraft.compiler.layers.Weight.BIAS;
import static dev.updraft.compiler.layers.Weight.KERNEL;

import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;

/**
 * A layer with all its settings. Images are channels-last: {@code [batch, height, width, channels]}. Names, defaults and
 * meanings follow Keras 3.
 */
public sealed interface Layer
        permits Layer.Product,
                Layer.MaxPool2d,
                Layer.AveragePool2d,
                Layer.GlobalAveragePool2d,
                Layer.GlobalMaxPool2d,
                Layer.Rescale,
                Layer.Embedding,
                Layer.PRelu,
                Layer.Add,
                Layer.Subtract,
                Layer.Multiply,
                Layer.Concat,
                Layer.Compute,
                Layer.LearnedConstant,
                Layer.LossOfSample,
                Layer.Activate,
                LinearLayer,
                ClosedLayer,
                NormalizationLayer,
                PreprocessingLayer,
                RegularizationLayer,
                ReshapingLayer,
                SupervisedLayer,
                TableLayer,
                TreeLayer {

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

    /** Whether its output consists of elements of its input, of either type: rearranged, repeated or left out. */
    default boolean keepsElements() {
        return false;
    }

    /** Whether some of its weights are learnt from the training data before the first step. */
    default boolean isAdapted() {
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

        Regularizer biasRegularizer();

        /** The penalty on the output, divided by the number of samples in the batch. */
        Regularizer activityRegularizer();

        Constraint kernelConstraint();

        Constraint biasConstraint();

        /** The kernel's shape for an input with the given number of channels. */
        Shape kernelShape(int channels);

        /** Length of the last axis before the activation. */
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
            return List.of(kernel, Weight.of(BIAS, outputs, biasInitializer(), biasRegularizer(), biasConstraint()));
        }

        @Override
        default long flopsPerSample(List<Shape> inputs, Shape output) {
            var channels = inputs.getFirst().dim(-1);
            var terms = kernelShape(channels).elementsPerSample() / outputs(channels);
            var sums = activation() instanceof Activation.Glu ? 2 : 1;
            return Math.multiplyExact(Math.multiplyExact(2L * sums, terms), output.elementsPerSample());
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
            Regularizer biasRegularizer,
            Regularizer activityRegularizer,
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
            Regularizer biasRegularizer,
            Regularizer activityRegularizer,
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
            Regularizer biasRegularizer,
            Regularizer activityRegularizer,
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
     *
     * @param inputDim {@link #OF_INPUT} until the input is known
     */
    record Embedding(
            int inputDim,
            int outputDim,
            Initializer embeddingsInitializer,
            Regularizer embeddingsRegularizer,
            Constraint embeddingsConstraint)
            implements Layer {
        public static final String EMBEDDINGS = "embeddings";
        /** As many as the category has that it takes. */
        public static final int OF_INPUT = 0;

        @Override
        public boolean takes(ElementType type) {
            return type == ElementType.INT32;
        }

        /** A copy with this {@code inputDim}. */
        public Embedding of(int integers) {
            return new Embedding(
                    integers, outputDim, embeddingsInitializer, embeddingsRegularizer, embeddingsConstraint);
        }

        @Override
        public List<Weight> weights(List<Shape> inputs) {
            var table = Shape.of(inputDim, outputDim);
            return List.of(
                    Weight.of(EMBEDDINGS, table, embeddingsInitializer, embeddingsRegularizer, embeddingsConstraint));
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

    /** Along {@code axis}, with the batch as axis 0, counted from the end if negative. */
    record Concat(int axis) implements Layer {
        @Override
        public boolean keepsElements() {
            return true;
        }
    }

    /** An operator or a function of an expression. */
    record Compute(TensorFunction function) implements Layer {
        @Override
        public boolean keepsElements() {
            return function.arranges();
        }

        /** Products with a matrix are counted, as of layers. */
        @Override
        public long flopsPerSample(List<Shape> inputs, Shape output) {
            return function instanceof TensorFunction.MatMul
                    ? Math.multiplyExact(2L * inputs.getFirst().dim(-1), output.elementsPerSample())
                    : 0;
        }
    }

    /** The loss of each sample, where it is a part of an expression; takes a prediction and a target. */
    record LossOfSample(Loss loss) implements Layer {
        @Override
        public boolean takes(ElementType type) {
            return true;
        }
    }

    /** A weight of its own, which takes no value: {@code weight((10,))}. */
    record LearnedConstant(Shape shape, Initializer initializer, Regularizer regularizer) implements Layer {
        public static final String WEIGHT = "weight";

        @Override
        public List<Weight> weights(List<Shape> inputs) {
            return List.of(Weight.of(WEIGHT, shape, initializer, regularizer));
        }
    }

    /** An activation used as a layer. */
    record Activate(Activation function) implements Layer {}
}
