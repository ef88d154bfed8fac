package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameter.required;
import static dev.updraft.compiler.catalog.Parameters.ACTIVATION;
import static dev.updraft.compiler.catalog.Parameters.ANY;
import static dev.updraft.compiler.catalog.Parameters.BELOW_ONE;
import static dev.updraft.compiler.catalog.Parameters.BIAS_CONSTRAINT;
import static dev.updraft.compiler.catalog.Parameters.BIAS_INITIALIZER;
import static dev.updraft.compiler.catalog.Parameters.COUNT;
import static dev.updraft.compiler.catalog.Parameters.EPSILON;
import static dev.updraft.compiler.catalog.Parameters.TRUTH;
import static dev.updraft.compiler.catalog.Parameters.USE_BIAS;

import dev.updraft.compiler.catalog.Arguments.Conflict;
import dev.updraft.compiler.catalog.Declaration.Values;
import dev.updraft.compiler.layers.Activation;
import dev.updraft.compiler.layers.Constraint;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.Regularizer;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.Initializer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Names of {@link Layer}s. */
final class Layers {
    private Layers() {}

    private static final Parameter<Integer> UNITS = required("units", COUNT, 10, "number of outputs");
    private static final Parameter<Initializer> KERNEL_INITIALIZER = Parameters.kernelInitializer("kernel_initializer");
    private static final Parameter<Regularizer> KERNEL_REGULARIZER = Parameters.kernelRegularizer("kernel_regularizer");
    private static final Parameter<Constraint> KERNEL_CONSTRAINT = Parameters.constraint("kernel_constraint", "kernel");
    private static final Parameter<Constraint> EMBEDDINGS_CONSTRAINT =
            Parameters.constraint("embeddings_constraint", "table");
    private static final Parameter<List<Integer>> SHAPE =
            required("shape", new ParameterType.Extents(), List.of(7, 7, 64), "shape of one sample");
    private static final Parameter<Double> SCALE = required("scale", ANY, 1.0 / 255, "factor");
    private static final Parameter<Double> OFFSET = optional("offset", ANY, 0.0, "added after scaling");
    private static final Parameter<List<Double>> MEAN = required(
            "mean", new ParameterType.Reals(Range.ANY), List.of(0.5), "mean of all values, or one per channel");
    private static final Parameter<List<Double>> VARIANCE = required(
            "variance",
            new ParameterType.Reals(Range.POSITIVE),
            List.of(0.25),
            "variance of all values, or one per channel");
    private static final Parameter<Double> NEGATIVE_SLOPE = Activations.negativeSlope(0.3);
    private static final Parameter<Initializer> ALPHA_INITIALIZER = optional(
            "alpha_initializer",
            Parameters.INITIALIZER,
            new Initializer.Zeros(),
            "zeros",
            "initial values of the slopes");
    private static final Parameter<Regularizer> ALPHA_REGULARIZER = optional(
            "alpha_regularizer",
            Parameters.REGULARIZER,
            Regularizer.NONE,
            "none",
            "penalty on the slopes, added to the loss");
    private static final Parameter<List<Integer>> SHARED_AXES = optional(
            "shared_axes",
            new ParameterType.ListOf<>(new ParameterType.Whole(1, ParameterType.Extents.MOST)),
            List.of(),
            "none",
            "axes along which slopes are shared; 1 is the first axis of a sample");
    private static final Parameter<Integer> INPUT_DIM = required(
            "input_dim",
            new ParameterType.Whole(1, Op.Gather.MOST_ROWS),
            10_000,
            "number of distinct integers: 0 to input_dim - 1");
    private static final Parameter<Integer> OUTPUT_DIM =
            required("output_dim", COUNT, 64, "length of the vector for each integer");
    private static final Parameter<Initializer> EMBEDDINGS_INITIALIZER = optional(
            "embeddings_initializer",
            Parameters.INITIALIZER,
            new Initializer.RandomUniform(-0.05, 0.05),
            "random_uniform",
            "initial values of the embeddings");
    private static final Parameter<Regularizer> EMBEDDINGS_REGULARIZER = optional(
            "embeddings_regularizer",
            Parameters.REGULARIZER,
            Regularizer.NONE,
            "none",
            "penalty on the embeddings, added to the loss");
    private static final Parameter<Double> RATE = required("rate", BELOW_ONE, 0.5, "fraction of the values set to 0");
    private static final Parameter<Double> MOMENTUM =
            optional("momentum", Parameters.UNIT, 0.99, "decay of the running statistics");
    private static final Parameter<Boolean> CENTER =
            optional("center", TRUTH, true, "whether to learn an offset, beta");
    private static final Parameter<Boolean> LEARN_SCALE =
            optional("scale", TRUTH, true, "whether to learn a factor, gamma");
    private static final Parameter<Integer> AXIS = optional(
            "axis", new ParameterType.Whole(-8, 7), -1, "axis of the sample, counted from the end if negative");

    private static final String SAME_SHAPE = "any shape -> the same shape";

    private static final Documentation DENSE = doc(
                    "fully connected: every output is a weighted sum of the last axis",
                    "[batch, ..., n] -> [batch, ..., units]",
                    "y = activation(x · kernel + bias)",
                    "features -> dense(64, activation: relu)")
            .noting("Weights: kernel [n, units] and bias [units]. Other axes are positions that share the weights;"
                    + " use flatten to merge all axes into one.");
    private static final Documentation EMBEDDING = doc(
                    "a learned vector for each integer, such as for each word of a text",
                    "[batch, ...] of int -> [batch, ..., output_dim]",
                    "y[...] = embeddings[x[...]]",
                    "tokens -> embedding(10000, 64) -> flatten -> dense(10)")
            .noting("Weight: embeddings [input_dim, output_dim]. A number below 0 or not below input_dim is an error"
                    + " in the data.");
    private static final Documentation FLATTEN = doc(
            "flattens each sample to one axis",
            "[batch, a, b, ...] -> [batch, a * b * ...]",
            "y = x in row-major order: the last axis varies fastest",
            "image -> flatten -> dense(10)");
    private static final Documentation RESHAPE = doc(
                    "gives each sample a new shape with the same values",
                    "[batch, ...] -> [batch, shape...]",
                    "y = x in row-major order: the last axis varies fastest",
                    "features -> reshape((4, 4, 1)) -> conv2d(8, kernel: 3)")
            .noting("One dimension may be -1: it is inferred from the others.");
    private static final Documentation RESCALE = doc(
            "multiplies by a constant and adds one",
            SAME_SHAPE,
            "y = x * scale + offset",
            "image -> rescale(1/255) -> conv2d(32, kernel: 3)");
    private static final Documentation NORMALIZE = doc(
            "shifts and scales inputs by a known mean and variance, to mean 0 and variance 1",
            SAME_SHAPE,
            "y = (x - mean) / max(sqrt(variance), 1e-7)",
            "image -> normalize(mean: [0.49, 0.48, 0.45], variance: [0.061, 0.059, 0.068])");
    private static final Documentation DROPOUT = doc(
            "randomly sets values to 0 during training, to reduce overfitting",
            SAME_SHAPE,
            """
            in training    y = x * m / (1 - rate), m = 0 with probability rate, else 1
            else           y = x
            """,
            "features -> dense(64, activation: relu) -> dropout(0.5) -> dense(10)");
    private static final Documentation BATCH_NORM = doc(
                    "batch normalization: normalizes each channel to mean 0 and variance 1 over the batch",
                    "[batch, ..., channels] -> the same shape",
                    """
                    y = gamma * (x - mean) / sqrt(variance + epsilon) + beta
                    in training    mean and variance of the batch, over all axes but the last, and
                                   moving_mean = momentum * moving_mean + (1 - momentum) * mean
                                   moving_variance = momentum * moving_variance + (1 - momentum) * variance
                    else           mean = moving_mean, variance = moving_variance
                    """,
                    "image -> conv2d(32, kernel: 3, use_bias: false) -> batch_norm -> relu")
            .noting(
                    "The variance is biased: divided by the number of values. Weights, each [channels]: gamma starts at 1,"
                            + " beta at 0, moving_mean at 0 and moving_variance at 1; only gamma and beta are trained"
                            + " by gradients.");
    private static final Documentation LAYER_NORM = doc(
                    "layer normalization: normalizes each position to mean 0 and variance 1 over the last axis",
                    "[batch, ..., channels] -> the same shape",
                    """
                    y = gamma * (x - mean) / sqrt(variance + epsilon) + beta
                    mean and variance over the last axis, in training and after
                    """,
                    "features -> dense(64) -> layer_norm -> relu")
            .noting("The variance is biased: divided by the number of channels. Weights, each [channels]: gamma"
                    + " starts at 1,"
                    + " beta at 0.");
    private static final Documentation PRELU = doc(
                    "parametric rectified linear unit: a leaky_relu with learned slopes",
                    SAME_SHAPE,
                    "y = max(x, 0) + alpha * min(x, 0)",
                    "image -> conv2d(32, kernel: 3) -> prelu(shared_axes: [1, 2])")
            .noting("Weight: alpha, a slope for each value of a sample: it has the sample's shape, with size 1 on the"
                    + " shared axes. With shared_axes: [1, 2] there is one slope per channel of an image.");
    private static final Documentation ADD = doc(
                    "sum of values of the same shape, as in a residual connection",
                    "several values of the same shape -> that shape",
                    "y = a + b + ...",
                    "add(left, right) -> dense(10)")
            .noting("left + right means the same.");
    private static final Documentation SUBTRACT = doc(
                    "difference of two values of the same shape",
                    "two values of the same shape -> that shape",
                    "y = a - b",
                    "subtract(left, right) -> dense(10)")
            .noting("left - right means the same.");
    private static final Documentation MULTIPLY = doc(
                    "element-wise product of values of the same shape",
                    "several values of the same shape -> that shape",
                    "y = a * b * ...",
                    "multiply(left, right) -> dense(10)")
            .noting("left * right means the same.");
    private static final Documentation CONCAT = doc(
                    "concatenates several values along an axis",
                    "[batch, ..., a], [batch, ..., b], ... -> [batch, ..., a + b + ...]",
                    "y = a, then b, ...",
                    "concat(left, right) -> dense(10)")
            .noting("All dimensions except the one on the axis must be equal. Axis 0 is the first axis of a sample,"
                    + " after the batch.");

    private static final List<Declaration<Layer>> ROWS = List.of(
            of("embedding", EMBEDDING, Values.ONE, Layers::embedding),
            of("flatten", FLATTEN, Values.ONE, _ -> new Layer.Flatten()),
            of("reshape", RESHAPE, Values.ONE, a -> new Layer.Reshape(a.get(SHAPE))),
            of("rescale", RESCALE, Values.ONE, a -> new Layer.Rescale(a.get(SCALE), a.get(OFFSET))),
            of("normalize", NORMALIZE, Values.ONE, Layers::normalize),
            of("dropout", DROPOUT, Values.ONE, a -> new Layer.Dropout(a.get(RATE))),
            of("batch_norm", BATCH_NORM, Values.ONE, Layers::batchNorm),
            of("layer_norm", LAYER_NORM, Values.ONE, Layers::layerNorm),
            of("leaky_relu", applied("leaky_relu", Activations.LEAKY_RELU), Values.ONE, Layers::leakyRelu),
            of("prelu", PRELU, Values.ONE, Layers::prelu),
            of("add", ADD, Values.SEVERAL, _ -> new Layer.Add()),
            of("subtract", SUBTRACT, Values.TWO, _ -> new Layer.Subtract()),
            of("multiply", MULTIPLY, Values.SEVERAL, _ -> new Layer.Multiply()),
            of("concat", CONCAT, Values.SEVERAL, a -> new Layer.Concat(a.get(AXIS))));

    /** Every activation is a layer too; one whose defaults differ has a row of its own above. */
    static final Table<Layer> TABLE = new Table<>(
            "layer",
            Stream.of(
                            Stream.of(of("dense", DENSE, Values.ONE, Layers::dense)),
                            ImageLayers.ROWS.stream(),
                            ROWS.stream(),
                            Activations.TABLE.rows().stream()
                                    .filter(row -> !row.name().equals("leaky_relu"))
                                    .map(Layers::activation))
                    .flatMap(rows -> rows)
                    .toList());

    private static Declaration<Layer> activation(Declaration<Activation> row) {
        return of(
                row.name(),
                applied(row.name(), row.doc()),
                Values.ONE,
                a -> new Layer.Activate(row.build().apply(a)));
    }

    /** What is said of an activation where it is a layer. */
    private static Documentation applied(String name, Documentation activation) {
        return activation.as(SAME_SHAPE, "features -> dense(64) -> " + name);
    }

    private static Layer leakyRelu(Arguments a) {
        return new Layer.Activate(new Activation.LeakyRelu(a.get(NEGATIVE_SLOPE)));
    }

    private static Layer prelu(Arguments a) {
        return new Layer.PRelu(a.get(ALPHA_INITIALIZER), a.get(ALPHA_REGULARIZER), a.get(SHARED_AXES));
    }

    private static Layer dense(Arguments a) {
        return new Layer.Dense(
                a.get(UNITS),
                a.get(ACTIVATION),
                a.get(USE_BIAS),
                a.get(KERNEL_INITIALIZER),
                a.get(BIAS_INITIALIZER),
                a.get(KERNEL_REGULARIZER),
                a.get(KERNEL_CONSTRAINT),
                a.get(BIAS_CONSTRAINT));
    }

    private static Layer embedding(Arguments a) {
        return new Layer.Embedding(
                a.get(INPUT_DIM),
                a.get(OUTPUT_DIM),
                a.get(EMBEDDINGS_INITIALIZER),
                a.get(EMBEDDINGS_REGULARIZER),
                a.get(EMBEDDINGS_CONSTRAINT));
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
