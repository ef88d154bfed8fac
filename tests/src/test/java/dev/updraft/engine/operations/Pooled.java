package dev.updraft.engine.operations;

import dev.updraft.compiler.ops.Window;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** An image and the window it is pooled by. */
record Pooled(Window window, Shape image) {

    static List<Pooled> all() {
        return List.of(
                new Pooled(new Window(2, 2, 2, 2, 1, 1, 0, 0, 0, 0), Shape.batch(4, 6, 3)),
                new Pooled(new Window(2, 2, 2, 2, 1, 1, 0, 0, 0, 0), Shape.batch(5, 5, 1)),
                new Pooled(new Window(3, 3, 2, 2, 1, 1, 0, 1, 0, 1), Shape.batch(6, 6, 2)),
                new Pooled(new Window(3, 2, 1, 2, 1, 1, 1, 1, 1, 0), Shape.batch(4, 5, 2)),
                new Pooled(new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1), Shape.batch(3, 3, 17)),
                new Pooled(new Window(2, 2, 4, 3, 1, 1, 1, 1, 0, 0), Shape.batch(9, 8, 2)),
                new Pooled(new Window(2, 3, 1, 2, 2, 2, 1, 1, 2, 2), Shape.batch(5, 6, 2)),
                new Pooled(new Window(4, 5, 1, 1, 1, 1, 0, 0, 0, 0), Shape.batch(4, 5, 3)));
    }

    Shape pooled() {
        return Shape.batch(window.outputHeight(image.dim(1)), window.outputWidth(image.dim(2)), image.dim(3));
    }

    /** For each place of the pooled image of one sample, something of the pixels that its window sees. */
    double[] eachWindow(double[] pixels, ToDoubleFunction<DoubleStream> function) {
        var values = new ArrayList<Double>();
        for (var row = 0; row < pooled().dim(1); row++) {
            for (var column = 0; column < pooled().dim(2); column++) {
                for (var channel = 0; channel < image.dim(3); channel++) {
                    var top = row * window.strideHeight() - window.padTop();
                    var left = column * window.strideWidth() - window.padLeft();
                    var seen = DoubleStream.builder();
                    for (var y = Math.max(top, 0); y < Math.min(top + window.height(), image.dim(1)); y++) {
                        for (var x = Math.max(left, 0); x < Math.min(left + window.width(), image.dim(2)); x++) {
                            seen.add(pixels[(y * image.dim(2) + x) * image.dim(3) + channel]);
                        }
                    }
                    values.add(function.applyAsDouble(seen.build()));
                }
            }
        }
        return values.stream().mapToDouble(value -> value).toArray();
    }

    @Override
    public String toString() {
        return window + " over " + image;
    }

    /** Padding is smaller than the window, so that none sees padding alone. */
    static Arbitrary<Pooled> arbitrary() {
        var sizes = Arbitraries.integers().between(1, 4);
        return Combinators.combine(sizes, sizes, sizes, sizes, sizes, sizes, sizes, sizes)
                .as((height, width, strideHeight, strideWidth, top, left, moreRows, moreColumns) -> new Pooled(
                        new Window(
                                height,
                                width,
                                strideHeight,
                                strideWidth,
                                1,
                                1,
                                top % height,
                                moreRows % height,
                                left % width,
                                moreColumns % width),
                        Shape.batch(height + moreRows, width + moreColumns, 2)));
    }
}
