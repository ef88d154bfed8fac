package dev.updraft.tornado;

import dev.updraft.engine.gpu.emit.device.DeviceArray;
import dev.updraft.engine.gpu.worker.PlanRequest;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.Stream;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/** The arrays on the device, one for each {@link DeviceArray}; of {@link DeviceArray#WORKSPACES} as many as there are. */
public record DeviceArrays(
        FloatArray variables,
        List<FloatArray> workspaces,
        FloatArray samples,
        FloatArray targets,
        IntArray labels,
        IntArray order,
        IntArray control,
        FloatArray scalars,
        FloatArray losses,
        FloatArray predictions) {

    /** Maps those that are shared with the application, and makes the workspaces. */
    static DeviceArrays of(PlanRequest request, Arena arena) throws IOException {
        var mapped = new MappedArrays<>(request.regions(), arena);
        return new DeviceArrays(
                mapped.floats(DeviceArray.VARIABLES),
                request.workspaces().stream()
                        .map(elements -> EmptyArrays.floats(elements, arena))
                        .toList(),
                mapped.floats(DeviceArray.SAMPLES),
                mapped.floats(DeviceArray.TARGETS),
                mapped.ints(DeviceArray.LABELS),
                mapped.ints(DeviceArray.ORDER),
                mapped.ints(DeviceArray.CONTROL),
                mapped.floats(DeviceArray.SCALARS),
                mapped.floats(DeviceArray.LOSSES),
                mapped.floats(DeviceArray.PREDICTIONS));
    }

    /** The first of the workspaces, which is always there. */
    public FloatArray workspace() {
        return workspaces.getFirst();
    }

    /** The array that stands for a name. */
    TornadoNativeArray of(DeviceArray array) {
        return switch (array) {
            case VARIABLES -> variables;
            case WORKSPACE, WORKSPACE_2, WORKSPACE_3, WORKSPACE_4, WORKSPACE_5, WORKSPACE_6, WORKSPACE_7, WORKSPACE_8 ->
                workspaces.get(DeviceArray.WORKSPACES.indexOf(array));
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
        return Stream.concat(
                        workspaces.stream(),
                        Stream.of(variables, samples, targets, labels, order, control, scalars, losses, predictions))
                .toArray();
    }
}
