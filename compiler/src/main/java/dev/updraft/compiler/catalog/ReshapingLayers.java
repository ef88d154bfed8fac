package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameter.required;
import static dev.updraft.compiler.catalog.Parameters.COUNT;
import static dev.updraft.compiler.catalog.Parameters.EXTENT;

import dev.updraft.compiler.catalog.Arguments.Conflict;
import dev.updraft.compiler.catalog.Declaration.Values;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.ReshapingLayer;
import dev.updraft.compiler.layers.ReshapingLayer.Border;
import dev.updraft.compiler.layers.ReshapingLayer.Interpolation;
import dev.updraft.compiler.layers.Size;
import java.util.List;
import java.util.stream.Collectors;

/** Names of the {@link ReshapingLayer}s. */
final class ReshapingLayers {
    private ReshapingLayers() {}

    private static final Parameter<List<Integer>> SHAPE =
            required("shape", new ParameterType.Extents(), List.of(7, 7, 64), "shape of one sample");
    private static final Parameter<List<Integer>> DIMS = required(
            "dims",
            new ParameterType.ListOf<>(new ParameterType.Whole(1, ParameterType.Extents.MOST)),
            List.of(3, 1, 2),
            "which axis each axis of the result is; 1 is the first axis of a sample");
    private static final Parameter<Integer> N = required("n", COUNT, 3, "how often the vector is repeated");
    private static final Parameter<Border> PADDING = optional(
            "padding", new ParameterType.Border2d(), new Border(1, 1, 1, 1), "1", "rows and columns of zeros to add");
    private static final Parameter<Border> CROPPING = optional(
            "cropping", new ParameterType.Border2d(), new Border(0, 0, 0, 0), "0", "rows and columns to leave out");
    private static final Parameter<Size> SIZE =
            optional("size", EXTENT, new Size(2, 2), "2", "factors for height and width");
    private static final Parameter<Interpolation> INTERPOLATION = optional(
            "interpolation",
            Parameters.choice("interpolation", Interpolation.class),
            Interpolation.NEAREST,
            "nearest",
            "nearest: repeats pixels; bilinear: interpolates between them");

    private static final Documentation FLATTEN = doc(
            "flattens each sample to one axis",
            "[batch, a, b, ...] -> [batch, a * b * ...]",
            "y = x in row-major order: the last axis varies fastest",
            "image -> flatten -> dense(10)");
    private static final Documentation RESHAPE = doc(
                    "gives each sample a new shape with the same values",
                    "[batch, ...] -> [batch, shape...]",
                    "y = x in row-major order: the last axis varies fastest",
                    "features -> reshape(4, 4, 1) -> conv2d(8, kernel: 3)")
            .noting("One dimension may be -1: it is inferred from the others.");
    private static final Documentation PERMUTE = doc(
                    "changes the order of the axes of each sample",
                    "[batch, a, b, c] -> [batch, c, a, b] with dims (3, 1, 2)",
                    "y[k, i, j] = x[i, j, k] with dims (3, 1, 2)",
                    "image -> permute((3, 1, 2))")
            .noting("dims names every axis of the sample once. The batch, axis 0, stays first.");
    private static final Documentation REPEAT_VECTOR = doc(
            "repeats a vector, as the input of each step of a sequence",
            "[batch, features] -> [batch, n, features]",
            "y[i] = x",
            "features -> dense(16) -> repeat_vector(10)");
    private static final Documentation ZERO_PADDING2D = doc(
            "adds rows and columns of zeros around an image",
            "[batch, height, width, channels] -> [batch, top + height + bottom, left + width + right, channels]",
            "y[i, j, c] = x[i - top, j - left, c] inside the image, else 0",
            "image -> zero_padding2d(2) -> conv2d(32, kernel: 5)");
    private static final Documentation CROPPING2D = doc(
            "leaves out rows and columns at the edges of an image",
            "[batch, height, width, channels] -> [batch, height - top - bottom, width - left - right, channels]",
            "y[i, j, c] = x[i + top, j + left, c]",
            "image -> cropping2d(((2, 2), (4, 4)))");
    private static final Documentation UPSAMPLING2D = doc(
            "enlarges an image by whole factors",
            "[batch, height, width, channels] -> [batch, height * size, width * size, channels]",
            """
                    nearest    y[i, j, c] = x[floor(i / size), floor(j / size), c]
                    bilinear   y[i, j, c] = x at row (i + 0.5) / size - 0.5 and column (j + 0.5) / size - 0.5,
                               linearly interpolated; beyond the middle of an edge pixel its value
                    """,
            "image -> upsampling2d(2) -> conv2d(32, kernel: 3, padding: same)");

    static final List<Declaration<Layer>> ROWS = List.of(
            of("flatten", FLATTEN, Values.ONE, _ -> new ReshapingLayer.Flatten()),
            of("reshape", RESHAPE, Values.ONE, a -> new ReshapingLayer.Reshape(a.get(SHAPE))),
            of("permute", PERMUTE, Values.ONE, ReshapingLayers::permute),
            of("repeat_vector", REPEAT_VECTOR, Values.ONE, a -> new ReshapingLayer.RepeatVector(a.get(N))),
            of("zero_padding2d", ZERO_PADDING2D, Values.ONE, a -> new ReshapingLayer.ZeroPadding2d(a.get(PADDING))),
            of("cropping2d", CROPPING2D, Values.ONE, a -> new ReshapingLayer.Cropping2d(a.get(CROPPING))),
            of(
                    "upsampling2d",
                    UPSAMPLING2D,
                    Values.ONE,
                    a -> new ReshapingLayer.Upsampling2d(a.get(SIZE), a.get(INTERPOLATION))));

    private static Layer permute(Arguments a) {
        var dims = a.get(DIMS);
        for (var axis = 1; axis <= dims.size(); axis++) {
            if (!dims.contains(axis)) {
                throw new Conflict(
                        DIMS,
                        "`dims` expects each axis from 1 to %s once, found %s".formatted(dims.size(), text(dims)));
            }
        }
        return new ReshapingLayer.Permute(dims);
    }

    private static String text(List<Integer> dims) {
        return dims.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
    }
}
