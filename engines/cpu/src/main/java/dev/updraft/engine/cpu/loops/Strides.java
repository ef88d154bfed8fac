package dev.updraft.engine.cpu.loops;

import java.util.List;

/** Distances between neighbours along each axis, in elements. */
public final class Strides {
    private Strides() {}

    /** Of a dense row-major tensor. */
    public static long[] rowMajor(int[] dims) {
        var strides = new long[dims.length];
        var stride = 1L;
        for (var axis = dims.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= dims[axis];
        }
        return strides;
    }

    /** Of a dense tensor of {@code dims} repeated to {@code target}: 0 along the axes it is repeated on. */
    public static long[] broadcast(int[] dims, int[] target) {
        var strides = rowMajor(dims);
        var result = new long[target.length];
        // A scalar goes to any shape; otherwise the ranks are equal.
        for (var axis = 0; axis < target.length && dims.length > 0; axis++) {
            result[axis] = dims[axis] == 1 ? 0 : strides[axis];
        }
        return result;
    }

    public static long[] permuted(long[] strides, List<Integer> permutation) {
        return permutation.stream().mapToLong(axis -> strides[axis]).toArray();
    }

    public static long elements(int[] dims) {
        var product = 1L;
        for (var dim : dims) {
            product *= dim;
        }
        return product;
    }
}
