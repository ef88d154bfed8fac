package dev.updraft.engine.cpu.loops;

/**
 * A walk over all elements of a row-major tensor, and beside it over another with strides of its own. Neighbouring axes that
 * both walk through evenly are one, so the walk falls into few long runs.
 */
public final class ContiguousRuns {
    private final int[] dims;
    private final long[] strides;

    private ContiguousRuns(int[] dims, long[] strides) {
        this.dims = dims;
        this.strides = strides;
    }

    public static ContiguousRuns of(int[] dims, long[] strides) {
        var collapsedDims = new int[Math.max(1, dims.length)];
        var collapsedStrides = new long[Math.max(1, dims.length)];
        collapsedDims[0] = 1;
        var axes = 1;
        for (var axis = 0; axis < dims.length; axis++) {
            if (dims[axis] == 1) {
                continue;
            }
            if (collapsedDims[axes - 1] == 1 || collapsedStrides[axes - 1] == strides[axis] * dims[axis]) {
                collapsedDims[axes - 1] *= dims[axis];
            } else {
                collapsedDims[axes++] = dims[axis];
            }
            collapsedStrides[axes - 1] = strides[axis];
        }
        return new ContiguousRuns(
                java.util.Arrays.copyOf(collapsedDims, axes), java.util.Arrays.copyOf(collapsedStrides, axes));
    }

    /** Elements of a run. */
    public int length() {
        return dims[dims.length - 1];
    }

    /** Distance in the other tensor within a run, in elements. */
    long stride() {
        return strides[strides.length - 1];
    }

    /** Where in the other tensor a run begins, in elements. */
    long offset(long run) {
        var rest = run;
        var offset = 0L;
        for (var axis = dims.length - 2; axis > 0; axis--) {
            offset += rest % dims[axis] * strides[axis];
            rest /= dims[axis];
        }
        return dims.length == 1 ? 0 : offset + rest * strides[0];
    }

    /** Where in the other tensor an element is, in elements. */
    long place(long element) {
        return offset(element / length()) + element % length() * stride();
    }

    /** Whether the other tensor is a single element. */
    public boolean isScalar() {
        return dims.length == 1 && strides[0] == 0;
    }

    /** Whether every run is a single element of the other tensor. */
    public boolean isOfSingles() {
        return stride() == 0;
    }

    /** Whether the other tensor is one run, met again and again: a vector along the last axes. */
    public boolean isPeriodic() {
        return stride() == 1 && (dims.length == 1 || (dims.length == 2 && strides[0] == 0));
    }
}
