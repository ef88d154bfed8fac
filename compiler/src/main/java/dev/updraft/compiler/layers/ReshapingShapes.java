package dev.updraft.compiler.layers;

import dev.updraft.compiler.layers.LayerShapes.Fits;
import dev.updraft.compiler.layers.LayerShapes.Misfit;
import dev.updraft.compiler.layers.LayerShapes.Result;
import dev.updraft.compiler.layers.ReshapingLayer.Border;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The output shape of a layer that changes shapes. */
final class ReshapingShapes {
    private ReshapingShapes() {}

    static Result of(ReshapingLayer layer, Shape input) {
        return switch (layer) {
            case ReshapingLayer.Flatten _ -> flatten(input);
            case ReshapingLayer.Reshape(var dims) -> reshape(dims, input);
            case ReshapingLayer.Permute(var dims) -> permute(dims, input);
            case ReshapingLayer.RepeatVector(var n) ->
                input.rank() == 2
                        ? new Fits(Shape.batch(n, input.dim(1)))
                        : new Misfit(0, "a vector [batch, features]", "flatten gives one");
            case ReshapingLayer.ZeroPadding2d(var border) -> bordered(border, 1, input);
            case ReshapingLayer.Cropping2d(var border) -> bordered(border, -1, input);
            case ReshapingLayer.Upsampling2d(var size, var _) -> upsampled(size, input);
        };
    }

    private static Result flatten(Shape input) {
        var elements = input.elementsPerSample();
        return elements <= Integer.MAX_VALUE
                ? new Fits(Shape.batch((int) elements))
                : new Misfit(0, String.format(Locale.ROOT, "at most %d elements per sample", Integer.MAX_VALUE), null);
    }

    private static Result reshape(List<Integer> dims, Shape input) {
        var known = 1L;
        for (var dim : dims) {
            known = dim == -1 ? known : Math.min(known * dim, Integer.MAX_VALUE);
        }
        var elements = input.elementsPerSample();
        var open = dims.indexOf(-1);
        if (open < 0 ? known != elements : elements % known != 0) {
            var wanted = open < 0 ? "%d elements per sample" : "a multiple of %d elements per sample";
            return new Misfit(
                    0,
                    String.format(Locale.ROOT, wanted, known),
                    String.format(Locale.ROOT, "the input has %d elements per sample", elements));
        }
        var computed = (int) (elements / known);
        return new Fits(
                new Shape(dims.stream().map(dim -> dim == -1 ? computed : dim).toList()).inBatch());
    }

    private static Result permute(List<Integer> dims, Shape input) {
        if (dims.size() != input.rank() - 1) {
            var axes = IntStream.range(1, input.rank())
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(", ", "(", ")"));
            return new Misfit(
                    0,
                    String.format(Locale.ROOT, "%d axes besides the batch, as many as dims", dims.size()),
                    input.rank() == 1 ? null : "write an order of the axes " + axes);
        }
        var permuted = new ArrayList<Integer>();
        permuted.add(Shape.BATCH);
        dims.forEach(dim -> permuted.add(input.dim(dim)));
        return new Fits(new Shape(permuted));
    }

    /** With a border added, if {@code sign} is 1, or left out, if it is -1. */
    private static Result bordered(Border border, int sign, Shape input) {
        if (!LayerShapes.isImage(input)) {
            return LayerShapes.noImage(input);
        }
        var height = input.dim(1) + sign * ((long) border.top() + border.bottom());
        var width = input.dim(2) + sign * ((long) border.left() + border.right());
        if (height < 1 || width < 1) {
            var wanted = String.format(
                    Locale.ROOT,
                    "at least %d×%d pixels, so that cropping leaves one",
                    border.top() + border.bottom() + 1,
                    border.left() + border.right() + 1);
            return new Misfit(0, wanted, null);
        }
        return image(height, width, input);
    }

    private static Result upsampled(Size size, Shape input) {
        return LayerShapes.isImage(input)
                ? image((long) input.dim(1) * size.height(), (long) input.dim(2) * size.width(), input)
                : LayerShapes.noImage(input);
    }

    private static Result image(long height, long width, Shape input) {
        return height <= Integer.MAX_VALUE && width <= Integer.MAX_VALUE
                ? new Fits(Shape.batch((int) height, (int) width, input.dim(3)))
                : new Misfit(
                        0,
                        String.format(
                                Locale.ROOT,
                                "fewer pixels, as its output can have at most %d along an axis",
                                Integer.MAX_VALUE),
                        null);
    }
}
