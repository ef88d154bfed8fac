package dev.updraft.engine.reference;

import dev.updraft.engine.EngineException;
import java.util.Arrays;

/** Numbers with extents, row-major. Class numbers are held as numbers too. */
final class Tensor {
    private final int[] dims;
    private final double[] values;

    /** Takes both arrays over. */
    Tensor(int[] dims, double[] values) {
        this.dims = dims;
        this.values = values;
    }

    static Tensor zeros(int... dims) {
        var elements = 1L;
        for (var dim : dims) {
            elements = Math.multiplyExact(elements, (long) dim);
        }
        if (elements > Integer.MAX_VALUE) {
            throw new EngineException("a tensor of " + Arrays.toString(dims) + " has " + elements
                    + " elements; the reference engine holds at most " + Integer.MAX_VALUE + ": use a smaller batch");
        }
        return new Tensor(dims, new double[(int) elements]);
    }

    static Tensor scalar(double value) {
        return new Tensor(new int[0], new double[] {value});
    }

    int[] dims() {
        return dims;
    }

    int rank() {
        return dims.length;
    }

    int dim(int axis) {
        return dims[axis];
    }

    /** The numbers themselves, not a copy. */
    double[] values() {
        return values;
    }

    /** How far apart neighbours along each axis are. */
    int[] strides() {
        var strides = new int[rank()];
        var stride = 1;
        for (var axis = rank() - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= dims[axis];
        }
        return strides;
    }

    /** Strides for walking over {@code into}, of the same rank or larger than this scalar, so that extents 1 repeat. */
    int[] repeatingStrides(int[] into) {
        var strides = new int[into.length];
        var own = strides();
        for (var axis = 0; axis < rank(); axis++) {
            strides[axis] = dims[axis] == 1 ? 0 : own[axis];
        }
        return strides;
    }

    /**
     * Walks over extents in row-major order and gives for each step {@code start + Σ index[axis] · strides[axis]}: where, in
     * a tensor of those strides, that element is.
     */
    static int[] offsets(int[] dims, int start, int... strides) {
        var offsets = new int[] {start};
        for (var axis = 0; axis < dims.length; axis++) {
            var finer = new int[offsets.length * dims[axis]];
            for (var i = 0; i < finer.length; i++) {
                finer[i] = offsets[i / dims[axis]] + i % dims[axis] * strides[axis];
            }
            offsets = finer;
        }
        return offsets;
    }
}
