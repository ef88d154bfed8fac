package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.open;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameter.required;
import static dev.updraft.compiler.catalog.Parameters.ACTIVATION;
import static dev.updraft.compiler.catalog.Parameters.ACTIVITY_REGULARIZER;
import static dev.updraft.compiler.catalog.Parameters.ANY;
import static dev.updraft.compiler.catalog.Parameters.AXIS;
import static dev.updraft.compiler.catalog.Parameters.BIAS_CONSTRAINT;
import static dev.updraft.compiler.catalog.Parameters.BIAS_INITIALIZER;
import static dev.updraft.compiler.catalog.Parameters.BIAS_REGULARIZER;
import static dev.updraft.compiler.catalog.Parameters.COUNT;
import static dev.updraft.compiler.catalog.Parameters.USE_BIAS;

import dev.updraft.compiler.catalog.Declaration.Values;
import dev.updraft.compiler.layers.Activation;
import dev.updraft.compiler.layers.Constraint;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.Regularizer;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.Initializer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
    private static final Parameter<Double> SCALE = required("scale", ANY, 1.0 / 255, "factor");
    private static final Parameter<Double> OFFSET = optional("offset", ANY, 0.0, "added after scaling");
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
    private static final Parameter<Optional<Integer>> INPUT_DIM = open(
            "input_dim",
            new ParameterType.Whole(1, Op.Gather.MOST_ROWS),
            "those of the category",
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
    static final String SAME_SHAPE = "any shape -> the same shape";

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
                    + " in the data. A category needs no input_dim: customer.plan -> embedding(output_dim: 8).");
    private static final Documentation RESCALE = doc(
            "multiplies by a constant and adds one",
            SAME_SHAPE,
            "y = x * scale + offset",
            "image -> rescale(1/255) -> conv2d(32, kernel: 3)");
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
            .noting("All dimensions except the one on the axis must be equal. Axis 0 is the batch, so that axis 1 is"
                    + " the first axis of a sample.");

    private static final List<Declaration<Layer>> FIRST = List.of(
            of("dense", DENSE, Values.ONE, Layers::dense), of("embedding", EMBEDDING, Values.ONE, Layers::embedding));
    private static final List<Declaration<Layer>> LAST = List.of(
            of("rescale", RESCALE, Values.ONE, a -> new Layer.Rescale(a.get(SCALE), a.get(OFFSET))),
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
                            FIRST,
                            ImageLayers.ROWS,
                            ReshapingLayers.ROWS,
                            NormalizationLayers.ROWS,
                            TableLayers.ROWS,
                            TreeLayers.ROWS,
                            LinearLayers.ROWS,
                            SupervisedLayers.LAYERS,
                            ClosedLayers.ROWS,
                            PreprocessingLayers.ROWS,
                            RegularizationLayers.ROWS,
                            LAST,
                            Activations.TABLE.rows().stream()
                                    .filter(row -> !row.name().equals("leaky_relu"))
                                    .map(Layers::activation)
                                    .toList())
                    .flatMap(List::stream)
                    .toList());

    private static Declaration<Layer> activation(Declaration<Activation> row) {
        var name = row.canonicalName();
        Function<Arguments, Layer> build = a -> new Layer.Activate(row.build().apply(a));
        return of(name, applied(name, row.doc()), Values.ONE, build).named(row.name());
    }

    /** What is said of an activation where it is a layer. */
    private static Documentation applied(String name, Documentation activation) {
        return switch (name) {
            case "glu" -> activation.as("[batch, ..., n] -> [batch, ..., n / 2]", "features -> dense(64) -> glu");
            case "threshold" -> activation.as(SAME_SHAPE, "features -> dense(64) -> threshold(0.1, 0)");
            default -> activation.as(SAME_SHAPE, "features -> dense(64) -> " + name);
        };
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
                a.get(BIAS_REGULARIZER),
                a.get(ACTIVITY_REGULARIZER),
                a.get(KERNEL_CONSTRAINT),
                a.get(BIAS_CONSTRAINT));
    }

    private static Layer embedding(Arguments a) {
        return new Layer.Embedding(
                a.get(INPUT_DIM).orElse(Layer.Embedding.OF_INPUT),
                a.get(OUTPUT_DIM),
                a.get(EMBEDDINGS_INITIALIZER),
                a.get(EMBEDDINGS_REGULARIZER),
                a.get(EMBEDDINGS_CONSTRAINT));
    }
}
