package dev.updraft.engine.operations;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Window;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * A convolution's extents.
 *
 * @param height of the image
 * @param width of the image
 * @param channels of the image
 */
record Geometry(Window window, int groups, int height, int width, int channels, int filters) {

    /** Dense and not, even and odd, with padding on some sides and none, grouped and depthwise. */
    static List<Geometry> all() {
        return List.of(
                new Geometry(window(1, 1, 1, 1, 1, 1, 0, 0, 0, 0), 1, 3, 3, 5, 7),
                new Geometry(window(3, 3, 1, 1, 1, 1, 0, 0, 0, 0), 1, 5, 6, 2, 3),
                new Geometry(window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1), 1, 5, 5, 3, 4),
                new Geometry(window(3, 3, 2, 2, 1, 1, 0, 1, 0, 1), 1, 6, 6, 1, 3),
                new Geometry(window(2, 3, 2, 1, 1, 1, 1, 0, 2, 1), 2, 5, 4, 4, 6),
                new Geometry(window(3, 3, 1, 1, 2, 2, 2, 2, 2, 2), 3, 5, 6, 3, 6),
                new Geometry(window(2, 2, 1, 2, 3, 1, 0, 2, 1, 0), 1, 6, 5, 2, 1),
                new Geometry(window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1), 4, 4, 4, 4, 4),
                new Geometry(window(1, 1, 2, 2, 1, 1, 0, 0, 0, 0), 1, 5, 5, 3, 17),
                new Geometry(window(1, 2, 1, 1, 1, 1, 0, 0, 0, 1), 1, 1, 2, 1, 1));
    }

    static Arbitrary<Geometry> geometries() {
        var sizes = Arbitraries.integers().between(1, 3);
        var windows = Combinators.combine(
                        sizes, sizes, sizes, sizes, sizes, sizes, sizes.list().ofSize(4))
                .as((height, width, strideHeight, strideWidth, dilationHeight, dilationWidth, padding) -> window(
                        height,
                        width,
                        strideHeight,
                        strideWidth,
                        dilationHeight,
                        dilationWidth,
                        padding.get(0) - 1,
                        padding.get(1) - 1,
                        padding.get(2) - 1,
                        padding.get(3) - 1));
        return Combinators.combine(windows, sizes, sizes, sizes, sizes, sizes)
                .as((window, groups, moreRows, moreColumns, channels, filters) -> new Geometry(
                        window,
                        groups,
                        window.dilationHeight() * (window.height() - 1) + moreRows,
                        window.dilationWidth() * (window.width() - 1) + moreColumns,
                        groups * channels,
                        groups * filters));
    }

    private static Window window(
            int height,
            int width,
            int strideHeight,
            int strideWidth,
            int dilationHeight,
            int dilationWidth,
            int padTop,
            int padBottom,
            int padLeft,
            int padRight) {
        return new Window(
                height,
                width,
                strideHeight,
                strideWidth,
                dilationHeight,
                dilationWidth,
                padTop,
                padBottom,
                padLeft,
                padRight);
    }

    Op.Conv2d convolution() {
        return new Op.Conv2d(window, groups);
    }

    Op.Conv2dInputGradient inputGradient() {
        return new Op.Conv2dInputGradient(window, groups, image());
    }

    Op.Conv2dWeightGradient weightGradient() {
        return new Op.Conv2dWeightGradient(window, groups, weights());
    }

    Shape image() {
        return Shape.batch(height, width, channels);
    }

    Shape weights() {
        return Shape.of(window.height(), window.width(), channels / groups, filters);
    }

    Shape output() {
        return Shape.batch(
                places(
                        height + window.padTop() + window.padBottom(),
                        window.height(),
                        window.strideHeight(),
                        window.dilationHeight()),
                places(
                        width + window.padLeft() + window.padRight(),
                        window.width(),
                        window.strideWidth(),
                        window.dilationWidth()),
                filters);
    }

    /** Counted one by one. */
    private static int places(int extent, int size, int stride, int dilation) {
        var places = 0;
        for (var start = 0; start + dilation * (size - 1) < extent; start += stride) {
            places++;
        }
        return places;
    }
}
