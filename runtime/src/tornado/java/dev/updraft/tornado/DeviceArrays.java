package dev.updraft.tornado;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** The arrays on the device; see {@code DeviceArray} of the compiler. */
public record DeviceArrays(
        FloatArray variables,
        FloatArray workspace,
        FloatArray samples,
        FloatArray targets,
        IntArray labels,
        IntArray order,
        IntArray control,
        FloatArray scalars,
        FloatArray losses,
        FloatArray predictions) {}
