package dev.updraft.engine.gpu.worker;

import dev.updraft.engine.gpu.emit.device.DeviceArray;
import dev.updraft.engine.gpu.emit.device.TreeArray;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * TornadoVM as Updraft uses it. {@code TornadoDriver} implements it, as source that is compiled against the SDK of the machine;
 * in the application's process a proxy does, which hands each call to the worker. One thread at a time.
 */
public interface Driver extends AutoCloseable {
    /** Longer than anything takes: what stands for the time of what failed. */
    long FAILED = Long.MAX_VALUE;

    /** All devices. */
    List<DeviceInfo> devices();

    /**
     * Compiles a generated class for a device.
     *
     * @throws DriverException naming the task, if TornadoVM cannot compile it
     */
    Plan load(PlanRequest request);

    /**
     * Runs each graph of a generated class alone and takes its time. Nothing of it stays on the device.
     *
     * @param runs how often each graph runs at most; the fastest counts
     * @param most no other graph is begun after so much time
     * @return nanoseconds of the graphs, in their order; fewer of them if the time was used up; {@link #FAILED} for a graph
     *     that TornadoVM cannot compile or run
     * @throws DriverException if nothing could be made ready on the device
     */
    long[] time(PlanRequest request, int runs, Duration most);

    /**
     * Runs steps of a generated class and takes the time of each of its tasks, as the device's driver tells it. Nothing of it
     * stays on the device, and no array comes back from it.
     *
     * @param runs how many steps, each the first anew
     * @return nanoseconds of the tasks of one step, in their order
     * @throws DriverException naming the task, if TornadoVM cannot compile or run it
     */
    long[] profile(PlanRequest request, int runs);

    /**
     * Makes rows ready on a device, to grow trees there.
     *
     * @throws DriverException naming the task, if TornadoVM cannot compile it
     */
    Trees load(TreeRequest request);

    @Override
    void close();

    /** Rows on the device, and what their trees are grown in. */
    interface Trees extends AutoCloseable {
        /** What is done with nodes, as {@link dev.updraft.engine.gpu.emit.device.TreeCall} says. */
        enum Work {
            /** Nothing. */
            NONE,
            /** Their rows are parted. */
            PART,
            /** Their rows are added up, and splits are found. */
            SEARCH
        }

        /** Copies arrays from their files to the device, works, and copies arrays from the device to their files. */
        void run(Set<TreeArray> uploads, Work work, Set<TreeArray> downloads);

        /** Frees the device's memory. */
        @Override
        void close();
    }

    /** A compiled program with its arrays on the device. */
    interface Plan extends AutoCloseable {

        /** Copies arrays from their files to the device. Before the first run all that the program reads must be. */
        void upload(Set<DeviceArray> arrays);

        /**
         * Copies arrays from their files to the device, runs steps one after the other, and copies arrays from the device to
         * their files. Steps are handed over many at once: the device says nothing between them.
         */
        void run(Set<DeviceArray> uploads, int steps, Set<DeviceArray> downloads);

        /** Copies arrays from the device to their files. */
        void download(Set<DeviceArray> arrays);

        /** What a user should know of how steps run, in a line, once one has run; empty if there is nothing. */
        Optional<String> notice();

        /** Frees the device's memory. */
        @Override
        void close();
    }
}
