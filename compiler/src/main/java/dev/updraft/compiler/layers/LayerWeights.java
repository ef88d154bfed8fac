package dev.updraft.compiler.layers;

import static dev.updraft.compiler.layers.Regularizer.NONE;
import static dev.updraft.compiler.layers.Weight.BETA;
import static dev.updraft.compiler.layers.Weight.BIAS;
import static dev.updraft.compiler.layers.Weight.GAMMA;
import static dev.updraft.compiler.layers.Weight.KERNEL;
import static dev.updraft.compiler.layers.Weight.MOVING_MEAN;
import static dev.updraft.compiler.layers.Weight.MOVING_VARIANCE;

import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Which weights a layer has. */
public final class LayerWeights {
    private LayerWeights() {}

    /**
     * The weights of {@code layer}, in the order that Keras saves them.
     *
     * @param inputs shapes that {@link LayerShapes} has found to fit
     * @throws ArithmeticException if a fan does not fit a {@code long}
     */
    public static List<Weight> of(Layer layer, List<Shape> inputs) {
        var channels = inputs.getFirst().dim(-1);
        return switch (layer) {
            case Layer.Dense dense -> {
                var kernel =
                        kernel(Shape.of(channels, dense.units()), dense.kernelInitializer(), dense.kernelRegularizer());
                yield withBias(kernel, dense.units(), dense.useBias(), dense.biasInitializer());
            }
            case Layer.Conv2d conv -> {
                var shape = Shape.of(
                        conv.kernel().height(), conv.kernel().width(), channels / conv.groups(), conv.filters());
                var kernel = kernel(shape, conv.kernelInitializer(), conv.kernelRegularizer());
                yield withBias(kernel, conv.filters(), conv.useBias(), conv.biasInitializer());
            }
            case Layer.DepthwiseConv2d conv -> {
                var shape = Shape.of(conv.kernel().height(), conv.kernel().width(), channels, conv.depthMultiplier());
                var kernel = kernel(shape, conv.kernelInitializer(), conv.kernelRegularizer());
                yield withBias(kernel, channels * conv.depthMultiplier(), conv.useBias(), conv.biasInitializer());
            }
            case Layer.BatchNorm norm -> {
                var weights = scaleAndCenter(channels, norm.scale(), norm.center());
                weights.add(vector(MOVING_MEAN, channels, new Initializer.Zeros(), false));
                weights.add(vector(MOVING_VARIANCE, channels, new Initializer.Ones(), false));
                yield weights;
            }
            case Layer.LayerNorm norm -> scaleAndCenter(channels, norm.scale(), norm.center());
            case Layer.MaxPool2d _,
                    Layer.AveragePool2d _,
                    Layer.GlobalAveragePool2d _,
                    Layer.GlobalMaxPool2d _,
                    Layer.Flatten _,
                    Layer.Reshape _,
                    Layer.Rescale _,
                    Layer.Normalize _,
                    Layer.Dropout _,
                    Layer.Add _,
                    Layer.Subtract _,
                    Layer.Multiply _,
                    Layer.Concat _,
                    Layer.Activate _ -> List.of();
        };
    }

    /** Fans as Keras computes them: the last two axes are inputs and outputs, those before a receptive field. */
    private static Weight kernel(Shape shape, Initializer initializer, Regularizer regularizer) {
        var receptiveField = 1L;
        for (var axis = 0; axis < shape.rank() - 2; axis++) {
            receptiveField = Math.multiplyExact(receptiveField, (long) shape.dim(axis));
        }
        var fanIn = Math.multiplyExact(receptiveField, (long) shape.dim(-2));
        var fanOut = Math.multiplyExact(receptiveField, (long) shape.dim(-1));
        return new Weight(KERNEL, shape, initializer, regularizer, true, fanIn, fanOut);
    }

    private static List<Weight> withBias(Weight kernel, int outputs, boolean useBias, Initializer initializer) {
        return useBias ? List.of(kernel, vector(BIAS, outputs, initializer, true)) : List.of(kernel);
    }

    private static List<Weight> scaleAndCenter(int channels, boolean scale, boolean center) {
        var weights = new ArrayList<Weight>();
        if (scale) {
            weights.add(vector(GAMMA, channels, new Initializer.Ones(), true));
        }
        if (center) {
            weights.add(vector(BETA, channels, new Initializer.Zeros(), true));
        }
        return weights;
    }

    private static Weight vector(String name, int length, Initializer initializer, boolean trainable) {
        return new Weight(name, Shape.of(length), initializer, NONE, trainable, length, length);
    }
}
