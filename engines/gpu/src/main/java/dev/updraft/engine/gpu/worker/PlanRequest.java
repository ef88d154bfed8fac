package dev.updraft.engine.gpu.worker;

import dev.updraft.engine.gpu.emit.device.DeviceArray;
import java.nio.file.Path;
import java.util.List;

/**
 * A generated class to make ready on a device, and the memory it works on.
 *
 * @param className binary name of the class, which is on the class path
 * @param device index of the device
 * @param workspaces elements of each of {@link DeviceArray#WORKSPACES} that is needed; no host sees what lies in them
 * @param regions one for each other {@link DeviceArray}
 */
public record PlanRequest(String className, int device, List<Integer> workspaces, List<Region<DeviceArray>> regions) {
    public PlanRequest {
        workspaces = List.copyOf(workspaces);
        regions = List.copyOf(regions);
    }

    /**
     * The host's side of an array, in a file that both processes map.
     *
     * @param <A> the arrays that it is one of
     * @param array which
     * @param file where it lies
     * @param offset bytes before its first element; the {@value #HEADER} before that are TornadoVM's
     * @param elements how many, 4 bytes each, native order
     */
    public record Region<A extends Enum<A>>(A array, Path file, long offset, int elements) {
        /** Room for the header that TornadoVM's arrays have before their elements. */
        public static final int HEADER = 64;
    }
}
