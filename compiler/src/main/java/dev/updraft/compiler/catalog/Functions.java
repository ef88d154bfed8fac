package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.open;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameter.required;
import static dev.updraft.compiler.catalog.Parameters.ANY;
import static dev.updraft.compiler.catalog.Parameters.NOT_NEGATIVE;
import static dev.updraft.compiler.catalog.Parameters.TRUTH;

import dev.updraft.compiler.catalog.Arguments.Conflict;
import dev.updraft.compiler.catalog.Declaration.Values;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.Regularizer;
import dev.updraft.compiler.layers.TensorFunction;
import dev.updraft.compiler.layers.TensorFunction.BinaryKind;
import dev.updraft.compiler.layers.TensorFunction.Reduction;
import dev.updraft.compiler.layers.TensorFunction.UnaryKind;
import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Names of the functions of expressions. They are called with parentheses, and a block or a layer of the same name goes
 * before them: so that more of them can be declared later without a model that has the name already ceasing to compile.
 */
final class Functions {
    private Functions() {}

    private static final ParameterType<Integer> ANY_AXIS = new ParameterType.Whole(-8, 7);
    private static final ParameterType<Integer> CLASS_COUNT = new ParameterType.Whole(0, 1 << 24);

    private static final Parameter<Optional<List<Integer>>> AXES = open(
            "axis",
            new ParameterType.ListOf<>(ANY_AXIS),
            "all but the batch",
            "axis or axes, with the batch as axis 0, counted from the end if negative");
    private static final Parameter<Boolean> KEEP = optional("keep", TRUTH, false, "whether the axes stay, with size 1");
    private static final Parameter<Integer> LAST_AXIS =
            optional("axis", ANY_AXIS, -1, "with the batch as axis 0, counted from the end if negative");
    private static final Parameter<Integer> NEW_AXIS =
            optional("axis", ANY_AXIS, -1, "its place in the result, with the batch as axis 0");
    private static final Parameter<Optional<Integer>> ONE_AXIS =
            open("axis", ANY_AXIS, "all of size 1", "with the batch as axis 0, counted from the end if negative");
    private static final Parameter<Integer> GATHER_AXIS = optional("axis", ANY_AXIS, 0, "along which it picks");
    private static final Parameter<List<Integer>> PERMUTATION = required(
            "axes",
            new ParameterType.ListOf<>(ANY_AXIS),
            List.of(0, 2, 1),
            "(0, 2, 1)",
            "the operand's axis for each axis of the result; the batch stays first");
    private static final Parameter<List<Integer>> REPEATS = required(
            "repeats",
            new ParameterType.ListOf<>(new ParameterType.Whole(1, Integer.MAX_VALUE)),
            List.of(1, 2),
            "(1, 2)",
            "how often along each axis; 1 for the batch");
    private static final Parameter<Double> LOW = required("min", ANY, 0.0, "smallest value of the result");
    private static final Parameter<Double> HIGH = required("max", ANY, 1.0, "largest value of the result");
    private static final Parameter<Integer> CLASSES = optional(
            "classes", CLASS_COUNT, 0, "those of the target", "size of the new axis; the integers are below it");
    private static final Parameter<Boolean> NORMALIZE =
            optional("normalize", TRUTH, false, "whether vectors are scaled to length 1: the cosine of their angle");
    private static final Parameter<Double> MEAN = optional("mean", ANY, 0.0, "mean of the numbers");
    private static final Parameter<Double> STDDEV =
            optional("stddev", NOT_NEGATIVE, 1.0, "standard deviation of the numbers");
    private static final Parameter<Double> MINVAL = optional("minval", ANY, 0.0, "smallest number");
    private static final Parameter<Double> MAXVAL = optional("maxval", ANY, 1.0, "above the largest number");
    private static final Parameter<List<Integer>> SHAPE = required(
            "shape",
            new ParameterType.ListOf<>(new ParameterType.Whole(1, Integer.MAX_VALUE)),
            List.of(10),
            "(10,)",
            "its shape");
    private static final Parameter<Initializer> INITIALIZER =
            optional("initializer", Parameters.INITIALIZER, new Initializer.Zeros(), "zeros", "initial values");
    private static final Parameter<Regularizer> REGULARIZER = optional(
            "regularizer", Parameters.REGULARIZER, Regularizer.NONE, "none", "penalty on it, added to the loss");

    private static final String SAME = "any shape -> the same shape";
    private static final String BROADCAST = "two values whose shapes broadcast, or a value and a number";

    private static Declaration<Layer> function(
            String name, Documentation doc, Values values, Function<Arguments, TensorFunction> build) {
        return of(name, doc, values, arguments -> new Layer.Compute(build.apply(arguments)));
    }

    private static Declaration<Layer> unary(UnaryKind kind, String summary, String formula, String use) {
        var name = kind.name().toLowerCase(Locale.ROOT);
        return function(name, doc(summary, SAME, formula, use), Values.ONE, _ -> new TensorFunction.Unary(kind));
    }

    private static Declaration<Layer> binary(BinaryKind kind, String summary, String formula, String use) {
        var name = kind.name().toLowerCase(Locale.ROOT);
        return function(name, doc(summary, BROADCAST, formula, use), Values.TWO, _ -> new TensorFunction.Binary(kind));
    }

    private static Declaration<Layer> reduction(Reduction reduction, String summary, String formula) {
        var name = reduction.name().toLowerCase(Locale.ROOT);
        var overBatch = switch (reduction) {
            case SUM, MEAN, VARIANCE -> "Losses and metrics may reduce the batch too, which is axis 0.";
            case MAX, MIN, PRODUCT -> "The batch cannot be reduced.";
        };
        var use = "y = %s(image, axis: (1, 2))".formatted(name);
        return function(
                name,
                doc(summary, "any shape -> without the axes, or with keep: true with size 1", formula, use)
                        .noting(overBatch),
                Values.ONE,
                a -> new TensorFunction.Reduce(reduction, a.get(AXES).orElse(null), a.get(KEEP)));
    }

    private static final List<Declaration<Layer>> NUMBERS = List.of(
            unary(UnaryKind.SQRT, "square root", "y = sqrt(x), NaN below 0", "y = sqrt(features)"),
            unary(UnaryKind.EXP, "exponential", "y = e^x", "y = exp(features)"),
            unary(UnaryKind.LOG, "natural logarithm", "y = ln(x), NaN below 0", "y = log(features)"),
            unary(UnaryKind.LOG1P, "logarithm of 1 + x, accurate near 0", "y = ln(1 + x)", "y = log1p(features)"),
            unary(UnaryKind.ABS, "absolute value", "y = |x|", "y = abs(left - right)"),
            unary(UnaryKind.SIGN, "-1, 0 or 1", "y = x / |x|, 0 for 0", "y = sign(features)"),
            unary(UnaryKind.SQUARE, "square", "y = x * x", "y = square(left - right)"),
            unary(UnaryKind.ROUND, "nearest integer, halves to the even one", "y = round(x)", "y = round(features)"),
            unary(UnaryKind.FLOOR, "largest integer that is not above", "y = floor(x)", "y = floor(features)"),
            unary(UnaryKind.SIN, "sine of an angle in radians", "y = sin(x)", "y = sin(features)"),
            unary(UnaryKind.COS, "cosine of an angle in radians", "y = cos(x)", "y = cos(features)"),
            function(
                    "clip",
                    doc(
                            "moves what is beyond to the nearest bound",
                            SAME,
                            "y = min(max(x, min), max)",
                            "y = clip(features, 0, 1)"),
                    Values.ONE,
                    Functions::clip),
            binary(BinaryKind.MAXIMUM, "the larger of two", "y = max(a, b)", "y = maximum(left, right)"),
            binary(BinaryKind.MINIMUM, "the smaller of two", "y = min(a, b)", "y = minimum(left, 1)"),
            function(
                    "average",
                    doc(
                            "mean of several values, element by element",
                            "several values whose shapes broadcast, or numbers",
                            "y = (a + b + ...) / n",
                            "y = average(left, right)"),
                    Values.SEVERAL,
                    _ -> new TensorFunction.Average()),
            function(
                    "where",
                    doc(
                            "chooses between two values, element by element",
                            "a condition and two values whose shapes broadcast, or numbers",
                            "y = a where the condition holds, else b",
                            "y = where(left > 0, left, 0.1 * left)"),
                    new Values(3, 3),
                    _ -> new TensorFunction.Where()));

    private static final List<Declaration<Layer>> REDUCTIONS = List.of(
            reduction(Reduction.SUM, "sum along axes", "y = sum of x"),
            reduction(Reduction.MEAN, "mean along axes", "y = sum of x / n"),
            reduction(Reduction.MAX, "largest element along axes", "y = max of x"),
            reduction(Reduction.MIN, "smallest element along axes", "y = min of x"),
            reduction(Reduction.PRODUCT, "product along axes", "y = product of x"),
            reduction(Reduction.VARIANCE, "variance along axes", "y = mean of (x - mean of x)^2"),
            function(
                    "argmax",
                    doc(
                                    "place of the largest element along an axis",
                                    "any shape -> without the axis",
                                    "y = the first i with x[i] = max of x",
                                    "y = argmax(features)")
                            .noting("It has no gradient, so that it is for outputs and metrics only."),
                    Values.ONE,
                    a -> new TensorFunction.ArgMax(a.get(LAST_AXIS))),
            function(
                    "cumsum",
                    doc("running sum along an axis", SAME, "y[i] = x[0] + ... + x[i]", "y = cumsum(features)"),
                    Values.ONE,
                    a -> new TensorFunction.CumSum(a.get(LAST_AXIS))));

    private static final List<Declaration<Layer>> PRODUCTS = List.of(
            function(
                    "matmul",
                    doc(
                            "product of matrices",
                            "[batch, ..., m, k] and [batch, ..., k, n] or [k, n] -> [batch, ..., m, n]",
                            "y = a · b over the last two axes",
                            "y = matmul(features, weight((16, 4)))"),
                    Values.TWO,
                    _ -> new TensorFunction.MatMul()),
            function(
                    "dot",
                    doc(
                            "product of the vectors of each sample",
                            "two values [batch, ..., n] -> [batch, ..., 1]",
                            "y = sum(a * b, axis: -1, keep: true)",
                            "y = dot(left, right, normalize: true)"),
                    Values.TWO,
                    a -> new TensorFunction.Dot(a.get(NORMALIZE))));

    private static final List<Declaration<Layer>> ARRANGEMENTS = List.of(
            function(
                    "transpose",
                    doc(
                            "reorders axes",
                            "any shape -> the axes in another order",
                            "y = x",
                            "y = transpose(image, 0, 3, 1, 2)"),
                    Values.ONE,
                    a -> new TensorFunction.Transpose(a.get(PERMUTATION))),
            function(
                    "expand_dims",
                    doc(
                            "inserts an axis of size 1",
                            "any shape -> one axis more",
                            "y = x",
                            "y = expand_dims(features, 1)"),
                    Values.ONE,
                    a -> new TensorFunction.ExpandDims(a.get(NEW_AXIS))),
            function(
                    "squeeze",
                    doc(
                            "removes axes of size 1",
                            "any shape -> without them",
                            "y = x",
                            "y = squeeze(image[:, :, 0:1, :], 2)"),
                    Values.ONE,
                    a -> new TensorFunction.Squeeze(a.get(ONE_AXIS).orElse(null))),
            function(
                    "stack",
                    doc(
                            "puts values side by side along a new axis",
                            "several values of the same shape -> one axis more",
                            "y[i] = the i-th value",
                            "y = stack(left, right, axis: 1)"),
                    Values.SEVERAL,
                    a -> new TensorFunction.Stack(a.get(NEW_AXIS))),
            function(
                    "tile",
                    doc(
                            "repeats the whole along axes",
                            "[batch, a, ...] -> [batch, a * repeats, ...]",
                            "y = x, x, ...",
                            "y = tile(features, 1, 3)"),
                    Values.ONE,
                    a -> new TensorFunction.Tile(a.get(REPEATS))),
            function(
                    "gather",
                    doc(
                            "picks by integers",
                            "[rows, ...] and integers -> a row for each; [batch, n, ...] and [batch, m] of int with axis: 1 -> [batch, m, ...]",
                            "y[i] = x[indices[i]]",
                            "y = gather(weight((100, 4)), tokens)"),
                    Values.TWO,
                    a -> new TensorFunction.Gather(a.get(GATHER_AXIS))),
            function(
                    "one_hot",
                    doc(
                            "a row of zeros with a one for each integer",
                            "integers [batch, ...] -> [batch, ..., classes]",
                            "y[j] = 1 where j is the integer, else 0",
                            "y = one_hot(tokens, 20)"),
                    Values.ONE,
                    a -> new TensorFunction.OneHot(a.get(CLASSES))),
            function(
                    "float",
                    doc(
                                    "integers or truth values as real numbers",
                                    SAME,
                                    "y = x; true is 1, and false 0",
                                    "y = float(tokens)")
                            .noting("Of a target of two classes it gives [batch, 1], as a prediction has it."),
                    Values.ONE,
                    _ -> new TensorFunction.ToFloat()),
            function(
                    "stop_gradient",
                    doc(
                            "the value itself, which does not train what it is made of",
                            SAME,
                            "y = x",
                            "y = stop_gradient(features)"),
                    Values.ONE,
                    _ -> new TensorFunction.StopGradient()));

    private static final String DRAWN =
            "New numbers are drawn in each training step. When predicting or evaluating, the numbers follow from the seed and"
                    + " the sample's row in the data.";

    private static final List<Declaration<Layer>> DRAWS = List.of(
            function(
                    "random_normal",
                    doc(
                                    "normally distributed random numbers in the shape of a value",
                                    SAME,
                                    "y ~ N(mean, stddev^2)",
                                    "y = features + random_normal(features, stddev: 0.1)")
                            .noting(DRAWN),
                    Values.ONE,
                    a -> new TensorFunction.RandomNormal(a.get(MEAN), a.get(STDDEV))),
            function(
                    "random_uniform",
                    doc(
                                    "uniformly distributed random numbers in the shape of a value",
                                    SAME,
                                    "y ~ U(minval, maxval)",
                                    "y = features + random_uniform(features, -0.1, 0.1)")
                            .noting(DRAWN),
                    Values.ONE,
                    Functions::uniform),
            of(
                    "weight",
                    doc(
                                    "a learned constant",
                                    "-> shape",
                                    "y = weight",
                                    "y = features * weight((16,), initializer: ones)")
                            .noting("It has no batch axis, and goes along the last axes of what it is combined with."),
                    Values.NONE,
                    Functions::weight));

    static final Table<Layer> TABLE = new Table<>(
            "function",
            Stream.of(NUMBERS, REDUCTIONS, PRODUCTS, ARRANGEMENTS, DRAWS)
                    .flatMap(List::stream)
                    .toList());

    private static TensorFunction clip(Arguments a) {
        var low = a.get(LOW);
        var high = a.get(HIGH);
        if (low > high) {
            throw new Conflict(HIGH, "max is below min: " + high + " < " + low);
        }
        return new TensorFunction.Clip(low, high);
    }

    private static TensorFunction uniform(Arguments a) {
        var low = a.get(MINVAL);
        var high = a.get(MAXVAL);
        if (low > high) {
            throw new Conflict(MAXVAL, "maxval is below minval: " + high + " < " + low);
        }
        return new TensorFunction.RandomUniform(low, high);
    }

    private static Layer weight(Arguments a) {
        var shape = new Shape(a.get(SHAPE));
        return new Layer.LearnedConstant(shape, a.get(INITIALIZER), a.get(REGULARIZER));
    }
}
