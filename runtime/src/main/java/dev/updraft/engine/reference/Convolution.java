package dev.updraft.engine.reference;

import dev.updraft.compiler.ops.Window;

/**
 * Convolution and its gradients. A convolution is a sum of products of one pixel and one weight; each product belongs to
 * one place of the output, and the three operations differ in which of the three is wanted.
 */
final class Convolution {
    private Convolution() {}

    static Tensor forward(Window window, int groups, Tensor image, Tensor weights) {
        var output = Tensor.zeros(
                image.dim(0), window.outputHeight(image.dim(1)), window.outputWidth(image.dim(2)), weights.dim(3));
        var filters = weights.dim(3) / groups;
        forEachProduct(window, groups, image, output, (pixel, weight, place) -> {
            for (var i = 0; i < filters; i++) {
                output.values()[place + i] += image.values()[pixel] * weights.values()[weight + i];
            }
        });
        return output;
    }

    static Tensor inputGradient(Window window, int groups, int[] dims, Tensor gradient, Tensor weights) {
        var image = Tensor.zeros(dims);
        var filters = weights.dim(3) / groups;
        forEachProduct(window, groups, image, gradient, (pixel, weight, place) -> {
            for (var i = 0; i < filters; i++) {
                image.values()[pixel] += gradient.values()[place + i] * weights.values()[weight + i];
            }
        });
        return image;
    }

    static Tensor weightGradient(Window window, int groups, int[] dims, Tensor image, Tensor gradient) {
        var weights = Tensor.zeros(dims);
        var filters = weights.dim(3) / groups;
        forEachProduct(window, groups, image, gradient, (pixel, weight, place) -> {
            for (var i = 0; i < filters; i++) {
                weights.values()[weight + i] += image.values()[pixel] * gradient.values()[place + i];
            }
        });
        return weights;
    }

    /** Where in the image a pixel is, and where in weights and output the first filter of its group is. */
    private interface Product {
        void at(int pixel, int weight, int place);
    }

    private static void forEachProduct(Window window, int groups, Tensor image, Tensor output, Product product) {
        var channels = image.dim(3);
        var channelsPerGroup = channels / groups;
        var filters = output.dim(3);
        var filtersPerGroup = filters / groups;
        for (var sample = 0; sample < image.dim(0); sample++) {
            for (var row = 0; row < output.dim(1); row++) {
                for (var column = 0; column < output.dim(2); column++) {
                    for (var i = 0; i < window.height(); i++) {
                        for (var j = 0; j < window.width(); j++) {
                            var y = row * window.strideHeight() + i * window.dilationHeight() - window.padTop();
                            var x = column * window.strideWidth() + j * window.dilationWidth() - window.padLeft();
                            if (y < 0 || y >= image.dim(1) || x < 0 || x >= image.dim(2)) {
                                continue;
                            }
                            var pixel = ((sample * image.dim(1) + y) * image.dim(2) + x) * channels;
                            var weight = (i * window.width() + j) * channelsPerGroup * filters;
                            var place = ((sample * output.dim(1) + row) * output.dim(2) + column) * filters;
                            for (var channel = 0; channel < channels; channel++) {
                                var firstFilter = channel / channelsPerGroup * filtersPerGroup;
                                product.at(
                                        pixel + channel,
                                        weight + channel % channelsPerGroup * filters + firstFilter,
                                        place + firstFilter);
                            }
                        }
                    }
                }
            }
        }
    }
}
