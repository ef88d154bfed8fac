package dev.updraft.compiler.layers;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The output shape of a layer for given input shapes, or what it expected instead. */
public final class LayerShapes {
    private LayerShapes() {}

    /** Whether a layer accepts its inputs. */
    public sealed interface Result {}

    /** It does; {@code shape} is the output shape. */
    public record Fits(Shape shape) implements Result {}

    /**
     * They do not.
     *
     * @param input which input is at fault, from 0
     * @param wanted what it should have been, as the end of "… expects"
     * @param help what to do about it, if anything
     */
    public record Misfit(int input, String wanted, @Nullable String help) implements Result {}

    /**
     * They do not fit one another.
     *
     * @param message what was expected and what was found
     * @param help what to do about it, if anything
     */
    public record Clash(String message, @Nullable String help) implements Result {}

    private static final String IMAGE = "an image [batch, height, width, channels]";

    /**
     * The output shape of {@code layer}.
     *
     * @param inputs shapes, with a batch axis where {@code layer} is no {@link Layer.Compute}; none for a
     *     {@link Layer.LearnedConstant}, else one, or at least two for layers that combine values
     */
    public static Result of(Layer layer, List<Shape> inputs) {
        if (layer instanceof Layer.LearnedConstant(var shape, var _, var _)) {
            return new Fits(shape);
        }
        if (layer instanceof Layer.Compute(var function)) {
            return FunctionShapes.of(function, inputs);
        }
        for (var i = 0; i < inputs.size(); i++) {
            if (!inputs.get(i).batched() && !(layer instanceof Layer.Activate || layer instanceof Layer.Rescale)) {
                return new Misfit(i, "a value with a batch axis", "operators and functions combine it with one");
            }
        }
        return ofBatch(layer, inputs);
    }

    private static Result ofBatch(Layer layer, List<Shape> inputs) {
        var input = inputs.getFirst();
        return switch (layer) {
            case Layer.Product product -> activated(product, product(product, input));
            case Layer.MaxPool2d(var pool, var stride, var padding) ->
                window(input, pool, stride, DENSE, padding, channels(input));
            case Layer.AveragePool2d(var pool, var stride, var padding) ->
                window(input, pool, stride, DENSE, padding, channels(input));
            case Layer.GlobalAveragePool2d _, Layer.GlobalMaxPool2d _ -> globalPool(input);
            case ReshapingLayer reshaping -> ReshapingShapes.of(reshaping, input);
            case RegularizationLayer regularization -> regularization(regularization, input);
            case TableLayer table -> table(table, input);
            case PreprocessingLayer preprocessing -> preprocessed(preprocessing, input);
            case NormalizationLayer normalization -> NormalizationShapes.of(normalization, input);
            case ClosedLayer closed -> closed(closed, input);
            case TreeLayer trees ->
                trees.outputs() == TreeLayer.OF_TARGET
                        ? new Misfit(0, "a model whose target tells how many outputs there are", "write outputs: 3")
                        : new Fits(Shape.batch(trees.outputs()));
            case LinearLayer linear ->
                linear.outputs() == LinearLayer.OF_TARGET
                        ? new Misfit(0, "a model whose target tells how many outputs there are", "write outputs: 3")
                        : new Fits(Shape.batch(linear.outputs()));
            case SupervisedLayer supervised -> supervised(supervised, input);
            case Layer.Rescale _ -> new Fits(input);
            case Layer.Embedding embedding ->
                embedding.inputDim() == Layer.Embedding.OF_INPUT
                        ? noCategory("input_dim")
                        : new Fits(embedded(input, embedding.outputDim()));
            case Layer.Activate(var function) -> activate(function, input);
            case Layer.PRelu(var _, var _, var sharedAxes) -> shared(sharedAxes, input);
            case Layer.Add _, Layer.Subtract _, Layer.Multiply _ -> elementwise(inputs);
            case Layer.Concat(var axis) -> concat(axis, inputs);
            case Layer.LossOfSample _ -> new Fits(Shape.batch());
            case Layer.LearnedConstant _, Layer.Compute _ ->
                throw new IllegalArgumentException(layer + " is no layer of a batch");
        };
    }

    private static Result supervised(SupervisedLayer layer, Shape input) {
        if (input.rank() != 2) {
            return new Misfit(0, "numbers [batch, features]", "write flatten in front of it");
        }
        return layer.outputs() == TreeLayer.OF_TARGET
                ? new Misfit(0, "a model whose target tells how many outputs there are", null)
                : new Fits(Shape.batch(layer.outputs()));
    }

    private static Result table(TableLayer layer, Shape input) {
        return switch (layer) {
            case TableLayer.SelectColumn column -> new Fits(column.shape(input));
            case TableLayer.Features(var group) ->
                new Fits(input.with(-1, TreeFeatures.of(group).size()));
            case TableLayer.Encode encode ->
                encode.width() == 0
                        ? new Misfit(0, "a group of columns", null)
                        : new Fits(input.with(-1, encode.width()));
            case TableLayer.DateEncoding dates ->
                dates.width() == 0
                        ? new Misfit(0, "a column of dates or times", null)
                        : new Fits(input.with(-1, dates.width()));
            case TableLayer.TargetEncoding encoding -> {
                if (encoding.values() == 0) {
                    yield new Misfit(0, "a category of a group", null);
                }
                yield input.rank() == 2
                        ? new Fits(Shape.batch(1))
                        : new Misfit(0, "a column of rows, and not of windows of them", null);
            }
            case TableLayer.Imputation(var _, var addIndicator) ->
                input.rank() > 1 && input.dim(-1) == 2
                        ? new Fits(input.with(-1, addIndicator ? 2 : 1))
                        : new Misfit(0, "a column of a group that may be missing", null);
        };
    }

    private static Result preprocessed(PreprocessingLayer layer, Shape input) {
        return switch (layer) {
            case PreprocessingLayer.Discretization _,
                    PreprocessingLayer.RobustScaling _,
                    PreprocessingLayer.QuantileScaling _ -> vector(input, input);
            case PreprocessingLayer.CategoryEncoding(var tokens, var _)
            when tokens == PreprocessingLayer.CategoryEncoding.OF_INPUT -> noCategory("num_tokens");
            case PreprocessingLayer.CategoryEncoding(var tokens, var mode) ->
                switch (mode) {
                    case ONE_HOT ->
                        new Fits(
                                input.rank() > 1 && input.dim(-1) == 1
                                        ? input.with(-1, tokens)
                                        : embedded(input, tokens));
                    case MULTI_HOT, COUNT -> vector(input, input.rank() > 1 ? input.with(-1, tokens) : input);
                };
        };
    }

    private static Result closed(ClosedLayer layer, Shape input) {
        if (input.rank() != 2) {
            return new Misfit(0, "numbers [batch, features]", "put flatten before it, or encode for a group of columns");
        }
        if (layer instanceof ClosedLayer.IsolationForest forest && forest.nodes() > Op.TreeSum.MOST_NODES) {
            return new Clash(
                    String.format(
                            Locale.ROOT,
                            "`isolation_forest` may grow %d nodes, more than %d",
                            forest.nodes(),
                            Op.TreeSum.MOST_NODES),
                    "set fewer trees or samples");
        }
        return layer instanceof ClosedLayer.Pca(var components, var _) && components > input.dim(-1)
                ? new Misfit(0, "at least as many features as it is to have components", "set fewer components")
                : new Fits(Shape.batch(layer.outputs()));
    }

    private static Misfit noCategory(String parameter) {
        return new Misfit(
                0,
                "a category",
                "set " + parameter + ", the number of different integers, or take a column of a table");
    }

    private static final Size DENSE = new Size(1, 1);

    static Result vector(Shape input, Shape output) {
        return input.rank() > 1 ? new Fits(output) : new Misfit(0, "at least one axis besides the batch", null);
    }

    private static Result product(Layer.Product product, Shape input) {
        return switch (product) {
            case Layer.Dense dense -> vector(input, input.with(-1, dense.units()));
            case Layer.Conv2d conv -> convolution(conv, input);
            case Layer.DepthwiseConv2d conv -> depthwise(conv, input);
        };
    }

    /** What becomes of the shape that a product gives before its activation. */
    private static Result activated(Layer.Product product, Result result) {
        if (!(result instanceof Fits(var before))) {
            return result;
        }
        return activate(product.activation(), before) instanceof Fits fits
                ? fits
                : new Misfit(
                        0,
                        "an output of even size along the axis that glu halves",
                        "before glu the output is " + before);
    }

    private static Result activate(Activation function, Shape input) {
        return switch (function) {
            case Activation.Elementwise _ -> new Fits(input);
            case Activation.Softmax _, Activation.LogSoftmax _ -> vector(input, input);
            case Activation.Glu(var axis) -> halved(axis, input);
        };
    }

    private static Result halved(int axis, Shape input) {
        if (!hasAxis(axis, input)) {
            return noAxis(axis);
        }
        var along = input.axisFromStart(axis);
        return input.dim(along) % 2 == 0
                ? new Fits(input.with(along, input.dim(along) / 2))
                : new Misfit(0, String.format(Locale.ROOT, "an even size along axis %d, which it halves", axis), null);
    }

    private static Result regularization(RegularizationLayer layer, Shape input) {
        return switch (layer) {
            case RegularizationLayer.SpatialDropout1d _ ->
                input.rank() == 3 ? new Fits(input) : new Misfit(0, "a sequence [batch, steps, channels]", null);
            case RegularizationLayer.SpatialDropout2d _ -> isImage(input) ? new Fits(input) : noImage(input);
            case RegularizationLayer.Dropout _,
                    RegularizationLayer.DropPath _,
                    RegularizationLayer.GaussianNoise _,
                    RegularizationLayer.GaussianDropout _,
                    RegularizationLayer.AlphaDropout _ -> new Fits(input);
        };
    }

    static boolean hasAxis(int axis, Shape input) {
        var place = FunctionShapes.place(axis, input.rank());
        return place != null && input.dim(place) != Shape.BATCH;
    }

    static Misfit noAxis(int axis) {
        return new Misfit(
                0,
                String.format(Locale.ROOT, "a value with an axis %d besides the batch", axis),
                axis == 0 ? "axis 0 is the batch, and axis 1 the first axis of a sample" : null);
    }

    private static Shape embedded(Shape input, int outputDim) {
        var dims = new ArrayList<>(input.dims());
        dims.add(outputDim);
        return new Shape(dims);
    }

    private static long channels(Shape input) {
        return input.dim(-1);
    }

    private static Result convolution(Layer.Conv2d conv, Shape input) {
        if (isImage(input) && channels(input) % conv.groups() != 0) {
            return new Misfit(
                    0, String.format(Locale.ROOT, "a number of channels divisible by groups: %d", conv.groups()), null);
        }
        return window(input, conv.kernel(), conv.stride(), conv.dilation(), conv.padding(), conv.filters());
    }

    private static Result depthwise(Layer.DepthwiseConv2d conv, Shape input) {
        var filters = channels(input) * conv.depthMultiplier();
        if (isImage(input) && filters > Integer.MAX_VALUE) {
            return new Misfit(0, "fewer channels for depth_multiplier: " + conv.depthMultiplier(), null);
        }
        return window(input, conv.kernel(), conv.stride(), conv.dilation(), conv.padding(), filters);
    }

    private static Result window(Shape input, Size window, Size stride, Size dilation, Padding padding, long channels) {
        if (!isImage(input)) {
            return noImage(input);
        }
        var height = places(input.dim(1), window.height(), stride.height(), dilation.height(), padding);
        var width = places(input.dim(2), window.width(), stride.width(), dilation.width(), padding);
        if (height < 1 || width < 1) {
            var wanted = String.format(
                    Locale.ROOT,
                    "at least %d×%d pixels for a %s window",
                    extent(window.height(), dilation.height()),
                    extent(window.width(), dilation.width()),
                    window);
            return new Misfit(0, wanted, "with padding: same, windows can extend beyond the border");
        }
        return new Fits(Shape.batch((int) height, (int) width, (int) channels));
    }

    /** Pixels that a window of {@code size} spans: {@code dilation · (size - 1) + 1}. */
    private static long extent(int size, int dilation) {
        return (long) dilation * (size - 1) + 1;
    }

    /** Number of window positions along one axis; below 1 if it does not fit. */
    private static long places(int input, int size, int stride, int dilation, Padding padding) {
        return switch (padding) {
            case SAME -> Math.ceilDiv(input, stride);
            case VALID -> Math.floorDiv(input - extent(size, dilation), (long) stride) + 1;
        };
    }

    static boolean isImage(Shape shape) {
        return shape.rank() == 4;
    }

    static Misfit noImage(Shape found) {
        var help = found.rank() == 3
                ? String.format(Locale.ROOT, "reshape((%d, %d, 1)) adds a channel axis", found.dim(1), found.dim(2))
                : null;
        return new Misfit(0, IMAGE, help);
    }

    private static Result globalPool(Shape input) {
        return isImage(input) ? new Fits(Shape.batch(input.dim(3))) : new Misfit(0, IMAGE, null);
    }

    private static Result shared(List<Integer> axes, Shape input) {
        for (var axis : axes) {
            if (axis >= input.rank()) {
                return new Misfit(
                        0,
                        String.format(Locale.ROOT, "a value with an axis %d to share", axis),
                        "axis 0 is the batch, and axis 1 the first axis of a sample");
            }
        }
        return new Fits(input);
    }

    private static Result elementwise(List<Shape> inputs) {
        var first = inputs.getFirst();
        for (var index = 1; index < inputs.size(); index++) {
            if (!inputs.get(index).equals(first)) {
                return new Misfit(index, "values of the same shape, here " + first, null);
            }
        }
        return new Fits(first);
    }

    private static Result concat(int axis, List<Shape> inputs) {
        var first = inputs.getFirst();
        if (!hasAxis(axis, first)) {
            return noAxis(axis);
        }
        var along = first.axisFromStart(axis);
        var extent = (long) first.dim(along);
        for (var index = 1; index < inputs.size(); index++) {
            var next = inputs.get(index);
            if (next.rank() != first.rank() || !next.with(along, 1).equals(first.with(along, 1))) {
                return new Misfit(
                        index,
                        String.format(Locale.ROOT, "values that differ only along axis %d, here from %s", axis, first),
                        null);
            }
            extent += next.dim(along);
        }
        return extent <= Integer.MAX_VALUE
                ? new Fits(first.with(along, (int) extent))
                : new Misfit(
                        0,
                        String.format(
                                Locale.ROOT,
                                "values with a total size of at most %d along axis %d",
                                Integer.MAX_VALUE,
                                axis),
                        null);
    }
}
