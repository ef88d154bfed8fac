package dev.updraft.engine.gpu.worker;

import dev.updraft.compiler.emit.tornado.DeviceArray;
import java.util.List;
import java.util.Set;

/**
 * TornadoVM as Updraft uses it. {@code TornadoDriver} implements it, as source that is compiled against the SDK of the machine;
 * in the application's process a proxy does, which hands each call to the worker. One thread at a time.
 */
public interface Driver extends AutoCloseable {

    /** All devices. */
    List<DeviceInfo> devices();

    /**
     * Compiles a generated class for a device.
     *
     * @throws DriverException naming the task, if TornadoVM cannot compile it
     */
    Plan load(PlanRequest request);

    @Override
    void close();

    /** A compiled program with its arrays on the device. */
    interface Plan extends AutoCloseable {

        /** Copies arrays from their files to the device. Before the first run all that the program reads must be. */
        void upload(Set<DeviceArray> arrays);

        /** Runs steps, one after the other. */
        void run(int steps);

        /** Copies arrays from the device to their files. */
        void download(Set<DeviceArray> arrays);

        /** Frees the device's memory. */
        @Override
        void close();
    }
}
