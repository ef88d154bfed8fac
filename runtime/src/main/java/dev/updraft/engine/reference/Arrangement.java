package dev.updraft.engine.reference;

import java.util.List;

/** Operations that move elements and compute nothing. */
final class Arrangement {
    private Arrangement() {}

    static Tensor broadcast(Tensor x, int[] dims) {
        return gather(x, dims, 0, x.repeatingStrides(dims));
    }

    static Tensor transpose(Tensor x, List<Integer> permutation) {
        var dims = permutation.stream().mapToInt(x::dim).toArray();
        var own = x.strides();
        return gather(
                x, dims, 0, permutation.stream().mapToInt(axis -> own[axis]).toArray());
    }

    static Tensor slice(Tensor x, int axis, int start, int length) {
        var dims = x.dims().clone();
        dims[axis] = length;
        return gather(x, dims, start * x.strides()[axis], x.strides());
    }

    static Tensor pad(Tensor x, int axis, int before, int after) {
        var dims = x.dims().clone();
        dims[axis] += before + after;
        var result = Tensor.zeros(dims);
        place(x, result, axis, before);
        return result;
    }

    static Tensor concat(List<Tensor> parts, int axis) {
        var dims = parts.getFirst().dims().clone();
        dims[axis] = parts.stream().mapToInt(part -> part.dim(axis)).sum();
        var result = Tensor.zeros(dims);
        var start = 0;
        for (var part : parts) {
            place(part, result, axis, start);
            start += part.dim(axis);
        }
        return result;
    }

    private static Tensor gather(Tensor x, int[] dims, int start, int[] strides) {
        var result = Tensor.zeros(dims);
        var from = Tensor.offsets(dims, start, strides);
        for (var i = 0; i < from.length; i++) {
            result.values()[i] = x.values()[from[i]];
        }
        return result;
    }

    private static void place(Tensor part, Tensor whole, int axis, int start) {
        var strides = whole.strides();
        var into = Tensor.offsets(part.dims(), start * strides[axis], strides);
        for (var i = 0; i < into.length; i++) {
            whole.values()[into[i]] = part.values()[i];
        }
    }
}
