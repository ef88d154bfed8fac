package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.open;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameter.required;
import static dev.updraft.compiler.catalog.Parameters.ACTIVATION;
import static dev.updraft.compiler.catalog.Parameters.ACTIVITY_REGULARIZER;
import static dev.updraft.compiler.catalog.Parameters.BIAS_CONSTRAINT;
import static dev.updraft.compiler.catalog.Parameters.BIAS_INITIALIZER;
import static dev.updraft.compiler.catalog.Parameters.BIAS_REGULARIZER;
import static dev.updraft.compiler.catalog.Parameters.COUNT;
import static dev.updraft.compiler.catalog.Parameters.EXTENT;
import static dev.updraft.compiler.catalog.Parameters.PADDING;
import static dev.updraft.compiler.catalog.Parameters.USE_BIAS;

import dev.updraft.compiler.catalog.Arguments.Conflict;
import dev.updraft.compiler.catalog.Declaration.Values;
import dev.updraft.compiler.layers.Constraint;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.Regularizer;
import dev.updraft.compiler.layers.Size;
import dev.updraft.compiler.tensor.Initializer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Names of the layers that take images: convolutions and pooling. */
final class ImageLayers {
    private ImageLayers() {}

    private static final Parameter<Integer> FILTERS = required("filters", COUNT, 32, "number of output channels");
    private static final Parameter<Size> KERNEL =
            required("kernel", EXTENT, new Size(3, 3), "height and width of the kernel");
    private static final Parameter<Size> STRIDE =
            Parameters.size("stride", "pixels from one kernel position to the next");
    private static final Parameter<Size> DILATION = Parameters.size("dilation", "distance between the kernel's pixels");
    private static final Parameter<Integer> GROUPS =
            optional("groups", COUNT, 1, "number of groups the channels are split into, each with its own filters");
    private static final Parameter<Integer> DEPTH_MULTIPLIER =
            optional("depth_multiplier", COUNT, 1, "output channels per input channel");
    private static final Parameter<Initializer> KERNEL_INITIALIZER = Parameters.kernelInitializer("kernel_initializer");
    private static final Parameter<Regularizer> KERNEL_REGULARIZER = Parameters.kernelRegularizer("kernel_regularizer");
    private static final Parameter<Initializer> DEPTHWISE_INITIALIZER =
            Parameters.kernelInitializer("depthwise_initializer");
    private static final Parameter<Regularizer> DEPTHWISE_REGULARIZER =
            Parameters.kernelRegularizer("depthwise_regularizer");
    private static final Parameter<Constraint> KERNEL_CONSTRAINT = Parameters.constraint("kernel_constraint", "kernel");
    private static final Parameter<Constraint> DEPTHWISE_CONSTRAINT =
            Parameters.constraint("depthwise_constraint", "kernel");
    private static final Parameter<Size> POOL =
            optional("pool", EXTENT, new Size(2, 2), "2", "height and width of the window");
    private static final Parameter<Optional<Size>> POOL_STRIDE =
            open("stride", EXTENT, "pool", "pixels from one window to the next");

    private static final String SAME =
            "With padding: same, just enough pixels are added around the image for the last window, top rows above it"
                    + " and left columns before it; if the number is odd, the extra row goes below and the extra"
                    + " column to the right, as in TensorFlow. With padding: valid, top and left are 0.";
    private static final String POOL_EXTENTS = """
            padding: valid   height' = floor((height - pool) / stride) + 1
            padding: same    height' = ceil(height / stride)
            """;
    private static final String POOLED = "[batch, height, width, channels] -> [batch, height', width', channels]";

    private static final Documentation CONV2D = doc(
                    "2D convolution: slides filters over an image",
                    "[batch, height, width, channels] -> [batch, height', width', filters]",
                    """
                    y[i, j, f] = activation(bias[f] + sum over u, v, c of kernel[u, v, c, f]
                        * x[i * stride + u * dilation - top, j * stride + v * dilation - left, c])
                    padding: valid   height' = floor((height - dilation * (kernel - 1) - 1) / stride) + 1
                    padding: same    height' = ceil(height / stride)
                    """,
                    "image -> conv2d(32, kernel: 3, activation: relu)")
            .noting("Weights: kernel [height, width, channels / groups, filters] and bias [filters]. " + SAME
                    + " The added pixels are 0. With groups, channels and filters are split into that many equal"
                    + " groups, and each filter sees only the channels of its own group.");
    private static final Documentation DEPTHWISE_CONV2D = doc(
                    "2D convolution of each channel separately",
                    "[batch, height, width, channels] -> [batch, height', width', channels * depth_multiplier]",
                    """
                    y[i, j, c * depth_multiplier + m] = activation(bias[c * depth_multiplier + m]
                        + sum over u, v of kernel[u, v, c, m]
                        * x[i * stride + u * dilation - top, j * stride + v * dilation - left, c])
                    padding: valid   height' = floor((height - dilation * (kernel - 1) - 1) / stride) + 1
                    padding: same    height' = ceil(height / stride)
                    """,
                    "image -> depthwise_conv2d(kernel: 3, padding: same) -> conv2d(32, kernel: 1)")
            .noting("Weights: kernel [height, width, channels, depth_multiplier] and bias"
                    + " [channels * depth_multiplier]. " + SAME + " The added pixels are 0.");
    private static final Documentation MAX_POOL2D = doc(
                    "largest value of each window",
                    POOLED,
                    "y[i, j, c] = max over u, v of x[i * stride + u - top, j * stride + v - left, c]\n" + POOL_EXTENTS,
                    "image -> max_pool2d(2)")
            .noting(SAME + " The added pixels are ignored.");
    private static final Documentation AVERAGE_POOL2D = doc(
                    "mean of each window",
                    POOLED,
                    "y[i, j, c] = mean over u, v of x[i * stride + u - top, j * stride + v - left, c]\n" + POOL_EXTENTS,
                    "image -> average_pool2d(2)")
            .noting(SAME + " The added pixels are not counted in the mean.");
    private static final Documentation GLOBAL_AVERAGE_POOL2D = doc(
            "mean of each channel",
            "[batch, height, width, channels] -> [batch, channels]",
            "y[c] = mean over i, j of x[i, j, c]",
            "image -> conv2d(32, kernel: 3) -> global_average_pool2d -> dense(10)");
    private static final Documentation GLOBAL_MAX_POOL2D = doc(
            "largest value of each channel",
            "[batch, height, width, channels] -> [batch, channels]",
            "y[c] = max over i, j of x[i, j, c]",
            "image -> conv2d(32, kernel: 3) -> global_max_pool2d -> dense(10)");

    static final List<Declaration<Layer>> ROWS = List.of(
            of("conv2d", CONV2D, Values.ONE, ImageLayers::conv2d),
            of("depthwise_conv2d", DEPTHWISE_CONV2D, Values.ONE, ImageLayers::depthwiseConv2d),
            of("max_pool2d", MAX_POOL2D, Values.ONE, ImageLayers::maxPool2d),
            of("average_pool2d", AVERAGE_POOL2D, Values.ONE, ImageLayers::averagePool2d),
            of("global_average_pool2d", GLOBAL_AVERAGE_POOL2D, Values.ONE, _ -> new Layer.GlobalAveragePool2d()),
            of("global_max_pool2d", GLOBAL_MAX_POOL2D, Values.ONE, _ -> new Layer.GlobalMaxPool2d()));

    private static Layer conv2d(Arguments a) {
        var layer = new Layer.Conv2d(
                a.get(FILTERS),
                a.get(KERNEL),
                a.get(STRIDE),
                a.get(PADDING),
                a.get(DILATION),
                a.get(GROUPS),
                a.get(ACTIVATION),
                a.get(USE_BIAS),
                a.get(KERNEL_INITIALIZER),
                a.get(BIAS_INITIALIZER),
                a.get(KERNEL_REGULARIZER),
                a.get(BIAS_REGULARIZER),
                a.get(ACTIVITY_REGULARIZER),
                a.get(KERNEL_CONSTRAINT),
                a.get(BIAS_CONSTRAINT));
        if (layer.filters() % layer.groups() != 0) {
            throw new Conflict(
                    GROUPS,
                    String.format(
                            Locale.ROOT,
                            "`groups: %d` does not divide `filters: %d`",
                            layer.groups(),
                            layer.filters()));
        }
        return layer;
    }

    private static Layer depthwiseConv2d(Arguments a) {
        var kernel = a.get(KERNEL);
        var stride = a.get(STRIDE);
        var padding = a.get(PADDING);
        var depthMultiplier = a.get(DEPTH_MULTIPLIER);
        return new Layer.DepthwiseConv2d(
                depthMultiplier,
                kernel,
                stride,
                padding,
                a.get(DILATION),
                a.get(ACTIVATION),
                a.get(USE_BIAS),
                a.get(DEPTHWISE_INITIALIZER),
                a.get(BIAS_INITIALIZER),
                a.get(DEPTHWISE_REGULARIZER),
                a.get(BIAS_REGULARIZER),
                a.get(ACTIVITY_REGULARIZER),
                a.get(DEPTHWISE_CONSTRAINT),
                a.get(BIAS_CONSTRAINT));
    }

    private static Layer maxPool2d(Arguments a) {
        var pool = a.get(POOL);
        return new Layer.MaxPool2d(pool, a.get(POOL_STRIDE).orElse(pool), a.get(PADDING));
    }

    private static Layer averagePool2d(Arguments a) {
        var pool = a.get(POOL);
        return new Layer.AveragePool2d(pool, a.get(POOL_STRIDE).orElse(pool), a.get(PADDING));
    }
}
