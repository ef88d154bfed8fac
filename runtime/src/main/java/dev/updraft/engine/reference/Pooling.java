package dev.updraft.engine.reference;

import dev.updraft.compiler.ops.Window;
import java.util.stream.IntStream;

/** Pooling of images and its gradients. Padding is no part of any window. */
final class Pooling {
    private Pooling() {}

    static Tensor max(Window window, Tensor image) {
        var pooled = pooled(window, image);
        forEachWindow(
                window,
                image,
                pooled,
                (place, pixels) -> pooled.values()[place] = image.values()[largest(image, pixels)]);
        return pooled;
    }

    static Tensor maxGradient(Window window, Tensor image, Tensor gradient) {
        var result = Tensor.zeros(image.dims());
        forEachWindow(
                window,
                image,
                gradient,
                (place, pixels) -> result.values()[largest(image, pixels)] += gradient.values()[place]);
        return result;
    }

    static Tensor average(Window window, Tensor image) {
        var pooled = pooled(window, image);
        forEachWindow(window, image, pooled, (place, pixels) -> {
            for (var pixel : pixels) {
                pooled.values()[place] += image.values()[pixel] / pixels.length;
            }
        });
        return pooled;
    }

    static Tensor averageGradient(Window window, int[] dims, Tensor gradient) {
        var result = Tensor.zeros(dims);
        forEachWindow(window, result, gradient, (place, pixels) -> {
            for (var pixel : pixels) {
                result.values()[pixel] += gradient.values()[place] / pixels.length;
            }
        });
        return result;
    }

    private static Tensor pooled(Window window, Tensor image) {
        return Tensor.zeros(
                image.dim(0), window.outputHeight(image.dim(1)), window.outputWidth(image.dim(2)), image.dim(3));
    }

    /** The first of the largest; NaN is larger than any number. */
    private static int largest(Tensor image, int[] pixels) {
        var largest = pixels[0];
        for (var pixel : pixels) {
            if (Double.isNaN(image.values()[pixel])) {
                return pixel;
            }
            if (image.values()[pixel] > image.values()[largest]) {
                largest = pixel;
            }
        }
        return largest;
    }

    /** A place of the pooled image, and the places of the image that its window sees, row by row. */
    private interface Visitor {
        void at(int place, int[] pixels);
    }

    private static void forEachWindow(Window window, Tensor image, Tensor pooled, Visitor visitor) {
        var place = 0;
        for (var sample = 0; sample < pooled.dim(0); sample++) {
            for (var row = 0; row < pooled.dim(1); row++) {
                var top = row * window.strideHeight() - window.padTop();
                var rows = inside(top, window.height(), window.dilationHeight(), image.dim(1));
                for (var column = 0; column < pooled.dim(2); column++) {
                    var left = column * window.strideWidth() - window.padLeft();
                    var columns = inside(left, window.width(), window.dilationWidth(), image.dim(2));
                    for (var channel = 0; channel < pooled.dim(3); channel++) {
                        var pixels = new int[rows.length * columns.length];
                        for (var i = 0; i < pixels.length; i++) {
                            var y = rows[i / columns.length];
                            var x = columns[i % columns.length];
                            pixels[i] = ((sample * image.dim(1) + y) * image.dim(2) + x) * image.dim(3) + channel;
                        }
                        visitor.at(place++, pixels);
                    }
                }
            }
        }
    }

    private static int[] inside(int first, int size, int dilation, int extent) {
        return IntStream.range(0, size)
                .map(i -> first + i * dilation)
                .filter(position -> position >= 0 && position < extent)
                .toArray();
    }
}
