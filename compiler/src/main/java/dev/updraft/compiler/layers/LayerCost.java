package dev.updraft.compiler.layers;

import dev.updraft.compiler.tensor.Shape;
import java.util.List;

/** How much arithmetic a layer costs. */
public final class LayerCost {
    private LayerCost() {}

    /**
     * Floating-point operations of the forward pass for one sample, two a multiply-add. As is usual, products with a kernel
     * alone are counted: what works element by element is bound by memory.
     *
     * @param inputs shapes that the layer takes
     * @param output the shape it gives
     * @throws ArithmeticException if the number does not fit a {@code long}
     */
    public static long flopsPerSample(Layer layer, List<Shape> inputs, Shape output) {
        return switch (layer) {
            case Layer.Dense _, Layer.Conv2d _, Layer.DepthwiseConv2d _ -> {
                var kernel = LayerWeights.of(layer, inputs).getFirst();
                // For a depthwise kernel fanIn counts every channel, of which an output sees one.
                var seen = layer instanceof Layer.DepthwiseConv2d
                        ? kernel.fanIn() / inputs.getFirst().dim(-1)
                        : kernel.fanIn();
                yield Math.multiplyExact(Math.multiplyExact(2L, seen), output.elementsPerSample());
            }
            case Layer.MaxPool2d _,
                    Layer.AveragePool2d _,
                    Layer.GlobalAveragePool2d _,
                    Layer.GlobalMaxPool2d _,
                    Layer.Flatten _,
                    Layer.Reshape _,
                    Layer.Rescale _,
                    Layer.Normalize _,
                    Layer.Dropout _,
                    Layer.BatchNorm _,
                    Layer.LayerNorm _,
                    Layer.Add _,
                    Layer.Subtract _,
                    Layer.Multiply _,
                    Layer.Concat _,
                    Layer.Activate _ -> 0;
        };
    }
}
