package uk.ac.manchester.tornado.api;

/** What the double says of its device. */
public final class TornadoTargetDevice {
    public String getDeviceName() {
        return "double";
    }

    public long getDeviceGlobalMemorySize() {
        return 1L << 30;
    }

    public long getDeviceMaxAllocationSize() {
        return 1L << 30;
    }

    public long getDeviceLocalMemorySize() {
        return 1 << 15;
    }

    public long[] getDeviceMaxWorkGroupSize() {
        return new long[] {64};
    }

    /** Lines about the device, among them the version of its driver. */
    public String getDeviceInfo() {
        return "Available        : true\nDriver version   : 1.2\n";
    }
}
