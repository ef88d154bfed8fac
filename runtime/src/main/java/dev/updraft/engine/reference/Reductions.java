package dev.updraft.engine.reference;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/** Operations that look along axes. */
final class Reductions {
    private Reductions() {}

    static Tensor sum(Tensor x, List<Integer> axes) {
        return reduce(x, axes, 0, Double::sum);
    }

    /** Of the differences from the mean over the axes. */
    static Tensor squaredDeviations(Tensor x, List<Integer> axes) {
        var mean = sum(x, axes);
        var count = (double) x.values().length / mean.values().length;
        var into = Tensor.offsets(x.dims(), 0, mean.repeatingStrides(x.dims()));
        var result = Tensor.zeros(mean.dims());
        for (var i = 0; i < into.length; i++) {
            var deviation = x.values()[i] - mean.values()[into[i]] / count;
            result.values()[into[i]] += deviation * deviation;
        }
        return result;
    }

    static Tensor max(Tensor x, List<Integer> axes) {
        return reduce(x, axes, Double.NEGATIVE_INFINITY, Math::max);
    }

    private static Tensor reduce(Tensor x, List<Integer> axes, double start, DoubleBinaryOperator function) {
        var dims = x.dims().clone();
        axes.forEach(axis -> dims[axis] = 1);
        var result = Tensor.zeros(dims);
        Arrays.fill(result.values(), start);
        var into = Tensor.offsets(x.dims(), 0, result.repeatingStrides(x.dims()));
        for (var i = 0; i < into.length; i++) {
            result.values()[into[i]] = function.applyAsDouble(result.values()[into[i]], x.values()[i]);
        }
        return result;
    }

    /** Each place of the axis is what the one before it has come to, or if {@code reverse} the one behind it, and its own. */
    static Tensor cumulativeSum(Tensor x, int axis, boolean reverse) {
        var result = Tensor.zeros(x.dims());
        var stride = x.strides()[axis];
        var first = reverse ? x.dim(axis) - 1 : 0;
        var elements = x.values().length;
        for (var n = 0; n < elements; n++) {
            var i = reverse ? elements - 1 - n : n;
            var place = i / stride % x.dim(axis);
            var before = place == first ? 0 : result.values()[reverse ? i + stride : i - stride];
            result.values()[i] = before + x.values()[i];
        }
        return result;
    }

    static Tensor softmax(Tensor x) {
        var result = logSoftmax(x);
        Arrays.setAll(result.values(), i -> Math.exp(result.values()[i]));
        return result;
    }

    /** {@code x - max - log Σ exp(x - max)} for each row of the last axis. */
    static Tensor logSoftmax(Tensor x) {
        var result = Tensor.zeros(x.dims());
        var columns = x.dim(x.rank() - 1);
        for (var row = 0; row < x.values().length; row += columns) {
            var max = Double.NEGATIVE_INFINITY;
            for (var i = row; i < row + columns; i++) {
                max = Math.max(max, x.values()[i]);
            }
            var sum = 0.0;
            for (var i = row; i < row + columns; i++) {
                sum += Math.exp(x.values()[i] - max);
            }
            for (var i = row; i < row + columns; i++) {
                result.values()[i] = x.values()[i] - max - Math.log(sum);
            }
        }
        return result;
    }

    /** A class number outside the classes gives a row of zeros. */
    static Tensor oneHot(Tensor numbers, int classes) {
        var dims = Arrays.copyOf(numbers.dims(), numbers.dims().length + 1);
        dims[dims.length - 1] = classes;
        var result = Tensor.zeros(dims);
        for (var row = 0; row < numbers.values().length; row++) {
            var number = (int) numbers.values()[row];
            if (number >= 0 && number < classes) {
                result.values()[row * classes + number] = 1;
            }
        }
        return result;
    }
}
