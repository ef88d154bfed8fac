package dev.updraft.tornado;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.DoubleArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;

/** The kernels that bring arrays to the device. */
public final class CopyKernels {
    private CopyKernels() {}

    /** Touches every array once, so that TornadoVM makes room for it. */
    public static void touch_arrays(
            KernelContext context,
            FloatArray variables,
            FloatArray workspace,
            FloatArray samples,
            FloatArray targets,
            IntArray labels,
            IntArray order,
            IntArray control,
            FloatArray scalars,
            FloatArray losses,
            FloatArray predictions) {
        if (context.globalIdx == 0) {
            variables.set(0, 0f);
            workspace.set(0, 0f);
            samples.set(0, 0f);
            targets.set(0, 0f);
            labels.set(0, 0);
            order.set(0, 0);
            control.set(0, 0);
            scalars.set(0, 0f);
            losses.set(0, 0f);
            predictions.set(0, 0f);
        }
    }

    /** Touches another workspace. */
    public static void touch_workspace(KernelContext context, FloatArray workspace) {
        if (context.globalIdx == 0) {
            workspace.set(0, 0f);
        }
    }

    /** Copies what has just been transferred to where it stays. */
    public static void copy_floats(KernelContext context, FloatArray from, FloatArray to) {
        int index = context.globalIdx;
        if (index < to.getSize()) {
            to.set(index, from.get(index));
        }
    }

    /** As {@link #copy_floats}. */
    public static void copy_ints(KernelContext context, IntArray from, IntArray to) {
        int index = context.globalIdx;
        if (index < to.getSize()) {
            to.set(index, from.get(index));
        }
    }

    /** As {@link #copy_floats}. */
    public static void copy_longs(KernelContext context, LongArray from, LongArray to) {
        int index = context.globalIdx;
        if (index < to.getSize()) {
            to.set(index, from.get(index));
        }
    }

    /** As {@link #copy_floats}. */
    public static void copy_doubles(KernelContext context, DoubleArray from, DoubleArray to) {
        int index = context.globalIdx;
        if (index < to.getSize()) {
            to.set(index, from.get(index));
        }
    }
}
