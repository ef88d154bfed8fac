package dev.updraft.engine.gpu.emit.device;

/**
 * What the emitter must know of a device.
 *
 * @param localMemory whether tiles in local memory and work-groups that meet at barriers pay: on a GPU, not on a processor
 * @param workGroup most work-items of a work-group, a power of two
 * @param localBytes bytes of local memory a work-group may have
 */
public record DeviceTraits(boolean localMemory, int workGroup, int localBytes) {

    /** Of a processor under OpenCL. */
    public static final DeviceTraits PROCESSOR = new DeviceTraits(false, 64, 0);

    /** Of any GPU of the last ten years. */
    public static final DeviceTraits GPU = new DeviceTraits(true, 256, 48 * 1024);
}
