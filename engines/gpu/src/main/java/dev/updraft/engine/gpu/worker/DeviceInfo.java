package dev.updraft.engine.gpu.worker;

/**
 * A device as TornadoVM sees it.
 *
 * @param index from 0, in TornadoVM's order, GPUs first
 * @param name as its driver calls it
 * @param kind what it is
 * @param backend {@code OpenCL}, {@code CUDA}, {@code PTX}
 * @param memory bytes of global memory
 * @param largestArray bytes of the largest piece of it that can be had at once
 * @param localMemory bytes of local memory of a work-group
 * @param workGroup most work-items of a work-group
 * @param driver its version, in words
 */
public record DeviceInfo(
        int index,
        String name,
        Kind kind,
        String backend,
        long memory,
        long largestArray,
        long localMemory,
        int workGroup,
        String driver) {

    /** What a device is. */
    public enum Kind {
        GPU,
        PROCESSOR,
        OTHER
    }
}
