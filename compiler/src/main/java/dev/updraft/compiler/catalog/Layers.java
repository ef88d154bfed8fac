package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Parameter.open;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameter.required;
import static dev.updraft.compiler.catalog.Parameters.ACTIVATION;
import static dev.updraft.compiler.catalog.Parameters.ANY;
import static dev.updraft.compiler.catalog.Parameters.BELOW_ONE;
import static dev.updraft.compiler.catalog.Parameters.BIAS_INITIALIZER;
import static dev.updraft.compiler.catalog.Parameters.COUNT;
import static dev.updraft.compiler.catalog.Parameters.EPSILON;
import static dev.updraft.compiler.catalog.Parameters.EXTENT;
import static dev.updraft.compiler.catalog.Parameters.PADDING;
import static dev.updraft.compiler.catalog.Parameters.TRUTH;
import static dev.updraft.compiler.catalog.Parameters.USE_BIAS;

import dev.updraft.compiler.catalog.Arguments.Conflict;
import dev.updraft.compiler.catalog.Declaration.Values;
import dev.updraft.compiler.layers.Activation;
import dev.updraft.compiler.layers.Initializer;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.Regularizer;
import dev.updraft.compiler.layers.Size;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Names of {@link Layer}s. */
final class Layers {
    private Layers() {}

    private static final Parameter<Integer> UNITS = required("units", COUNT, 10, "how many outputs");
    private static final Parameter<Integer> FILTERS = required("filters", COUNT, 32, "channels that come out");
    private static final Parameter<Size> KERNEL =
            required("kernel", EXTENT, new Size(3, 3), "height and width of the kernel");
    private static final Parameter<Size> STRIDE = Parameters.size("stride", "pixels from one place to the next");
    private static final Parameter<Size> DILATION = Parameters.size("dilation", "distance of the kernel's pixels");
    private static final Parameter<Integer> GROUPS =
            optional("groups", COUNT, 1, "how many parts the channels are cut into, each with filters of its own");
    private static final Parameter<Integer> DEPTH_MULTIPLIER =
            optional("depth_multiplier", COUNT, 1, "channels that come out for each that goes in");
    private static final Parameter<Initializer> KERNEL_INITIALIZER = Parameters.kernelInitializer("kernel_initializer");
    private static final Parameter<Regularizer> KERNEL_REGULARIZER = Parameters.kernelRegularizer("kernel_regularizer");
    private static final Parameter<Initializer> DEPTHWISE_INITIALIZER =
            Parameters.kernelInitializer("depthwise_initializer");
    private static final Parameter<Regularizer> DEPTHWISE_REGULARIZER =
            Parameters.kernelRegularizer("depthwise_regularizer");
    private static final Parameter<Size> POOL =
            optional("pool", EXTENT, new Size(2, 2), "2", "height and width of the window");
    private static final Parameter<Optional<Size>> POOL_STRIDE =
            open("stride", EXTENT, "pool", "pixels from one window to the next");
    private static final Parameter<List<Integer>> SHAPE =
            required("shape", new ParameterType.Extents(), List.of(7, 7, 64), "extents of one sample");
    private static final Parameter<Double> SCALE = required("scale", ANY, 1.0 / 255, "factor");
    private static final Parameter<Double> OFFSET = optional("offset", ANY, 0.0, "what is added after");
    private static final Parameter<List<Double>> MEAN =
            required("mean", new ParameterType.Reals(Range.ANY), List.of(0.5), "of all, or of each channel");
    private static final Parameter<List<Double>> VARIANCE =
            required("variance", new ParameterType.Reals(Range.POSITIVE), List.of(0.25), "of all, or of each channel");
    private static final Parameter<Double> NEGATIVE_SLOPE = Activations.negativeSlope(0.3);
    private static final Parameter<Double> RATE = required("rate", BELOW_ONE, 0.5, "share of the values set to 0");
    private static final Parameter<Double> MOMENTUM =
            optional("momentum", Parameters.UNIT, 0.99, "how slowly the running statistics follow");
    private static final Parameter<Boolean> CENTER =
            optional("center", TRUTH, true, "whether to learn an offset, beta");
    private static final Parameter<Boolean> LEARN_SCALE =
            optional("scale", TRUTH, true, "whether to learn a factor, gamma");
    private static final Parameter<Integer> AXIS =
            optional("axis", new ParameterType.Whole(-8, 7), -1, "axis of the sample, from the end if negative");

    private static final List<Declaration<Layer>> ROWS = List.of(
            layer("dense", "every output sees every input of the last axis", Layers::dense),
            layer("conv2d", "filters that slide over an image", Layers::conv2d),
            layer("depthwise_conv2d", "filters for each channel apart", Layers::depthwiseConv2d),
            layer("max_pool2d", "largest value of each window", Layers::maxPool2d),
            layer("average_pool2d", "mean of each window", Layers::averagePool2d),
            layer("global_average_pool2d", "mean of each channel", _ -> new Layer.GlobalAveragePool2d()),
            layer("global_max_pool2d", "largest value of each channel", _ -> new Layer.GlobalMaxPool2d()),
            layer("flatten", "all values of a sample in a row", _ -> new Layer.Flatten()),
            layer("reshape", "the same values under other extents", a -> new Layer.Reshape(a.get(SHAPE))),
            layer("rescale", "x · scale + offset", a -> new Layer.Rescale(a.get(SCALE), a.get(OFFSET))),
            layer("normalize", "(x - mean) / √variance", Layers::normalize),
            layer("dropout", "in training sets some values to 0", a -> new Layer.Dropout(a.get(RATE))),
            layer("batch_norm", "mean 0, variance 1 of each channel over the batch", Layers::batchNorm),
            layer("layer_norm", "mean 0, variance 1 of each sample over the last axis", Layers::layerNorm),
            layer(
                    "leaky_relu",
                    Activations.LEAKY_RELU,
                    a -> new Layer.Activate(new Activation.LeakyRelu(a.get(NEGATIVE_SLOPE)))),
            of("add", "sum of values of one shape", Values.SEVERAL, _ -> new Layer.Add()),
            of("subtract", "difference of two values of one shape", Values.TWO, _ -> new Layer.Subtract()),
            of("multiply", "product, element by element", Values.SEVERAL, _ -> new Layer.Multiply()),
            of("concat", "values one behind the other", Values.SEVERAL, a -> new Layer.Concat(a.get(AXIS))));

    /** Every activation is a layer too; one whose defaults differ has a row of its own above. */
    static final Table<Layer> TABLE = new Table<>(
            "layer",
            Stream.concat(
                            ROWS.stream(),
                            Activations.TABLE.rows().stream()
                                    .filter(row -> !row.name().equals("leaky_relu"))
                                    .map(Layers::activation))
                    .toList());

    private static Declaration<Layer> layer(String name, String doc, Function<Arguments, Layer> build) {
        return of(name, doc, Values.ONE, build);
    }

    private static Declaration<Layer> activation(Declaration<Activation> row) {
        return layer(row.name(), row.doc(), a -> new Layer.Activate(row.build().apply(a)));
    }

    private static Layer dense(Arguments a) {
        return new Layer.Dense(
                a.get(UNITS),
                a.get(ACTIVATION),
                a.get(USE_BIAS),
                a.get(KERNEL_INITIALIZER),
                a.get(BIAS_INITIALIZER),
                a.get(KERNEL_REGULARIZER));
    }

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
                a.get(KERNEL_REGULARIZER));
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
                a.get(DEPTHWISE_REGULARIZER));
    }

    private static Layer maxPool2d(Arguments a) {
        var pool = a.get(POOL);
        return new Layer.MaxPool2d(pool, a.get(POOL_STRIDE).orElse(pool), a.get(PADDING));
    }

    private static Layer averagePool2d(Arguments a) {
        var pool = a.get(POOL);
        return new Layer.AveragePool2d(pool, a.get(POOL_STRIDE).orElse(pool), a.get(PADDING));
    }

    private static Layer batchNorm(Arguments a) {
        return new Layer.BatchNorm(a.get(MOMENTUM), a.get(EPSILON), a.get(CENTER), a.get(LEARN_SCALE));
    }

    private static Layer layerNorm(Arguments a) {
        return new Layer.LayerNorm(a.get(EPSILON), a.get(CENTER), a.get(LEARN_SCALE));
    }

    private static Layer normalize(Arguments a) {
        var mean = a.get(MEAN);
        var variance = a.get(VARIANCE);
        if (mean.size() != 1 && variance.size() != 1 && mean.size() != variance.size()) {
            throw new Conflict(
                    VARIANCE, String.format(Locale.ROOT, "%d variances for %d means", variance.size(), mean.size()));
        }
        return new Layer.Normalize(mean, variance);
    }
}
