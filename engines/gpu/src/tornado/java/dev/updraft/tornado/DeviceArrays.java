package dev.updraft.tornado;

import dev.updraft.engine.gpu.emit.device.DeviceArray;
import java.io.IOException;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/** The arrays on the device, one for each {@link DeviceArray}. */
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
        FloatArray predictions) {

    /** Maps them. */
    static DeviceArrays of(MappedArrays<DeviceArray> mapped) throws IOException {
        return new DeviceArrays(
                mapped.floats(DeviceArray.VARIABLES),
                mapped.floats(DeviceArray.WORKSPACE),
                mapped.floats(DeviceArray.SAMPLES),
                mapped.floats(DeviceArray.TARGETS),
                mapped.ints(DeviceArray.LABELS),
                mapped.ints(DeviceArray.ORDER),
                mapped.ints(DeviceArray.CONTROL),
                mapped.floats(DeviceArray.SCALARS),
                mapped.floats(DeviceArray.LOSSES),
                mapped.floats(DeviceArray.PREDICTIONS));
    }

    /** The array that stands for a name. */
    TornadoNativeArray of(DeviceArray array) {
        return switch (array) {
            case VARIABLES -> variables;
            case WORKSPACE -> workspace;
            case SAMPLES -> samples;
            case TARGETS -> targets;
            case LABELS -> labels;
            case ORDER -> order;
            case CONTROL -> control;
            case SCALARS -> scalars;
            case LOSSES -> losses;
            case PREDICTIONS -> predictions;
        };
    }

    /** All of them. TornadoVM hands on to the next graph only what a graph names, so every graph names all. */
    Object[] all() {
        return new Object[] {
            variables, workspace, samples, targets, labels, order, control, scalars, losses, predictions
        };
    }
}
