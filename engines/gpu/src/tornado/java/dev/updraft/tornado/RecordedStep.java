package dev.updraft.tornado;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.common.TornadoDevice;

/**
 * The kernels of a step as they were launched once, to launch them again on OpenCL. There TornadoVM writes a few bytes to the device
 * before each kernel and waits for that, and so for all kernels before it; and it takes longer for each than a small kernel does. Kernels
 * keep their arguments, and those of a step are the same each time. So they are put into a queue of its own, all of a step in
 * some microseconds, and run in order. On CUDA there are graphs for that.
 */
final class RecordedStep implements AutoCloseable {
    private static final List<String> LIBRARIES = List.of("libOpenCL.so.1", "libOpenCL.so", "OpenCL.dll");

    private final Arena arena;
    private final OpenCl calls;
    private final MemorySegment queue;
    private final List<Launch> launches;

    /** A kernel with how many work-items it has. */
    private record Launch(
            String task, MemorySegment kernel, int dimensions, MemorySegment global, MemorySegment local) {}

    /** The functions of OpenCL that are called. */
    private record OpenCl(MethodHandle enqueue, MethodHandle flush, MethodHandle finish, MethodHandle release) {}

    private RecordedStep(Arena arena, OpenCl calls, MemorySegment queue, List<Launch> launches) {
        this.arena = arena;
        this.calls = calls;
        this.queue = queue;
        this.launches = launches;
    }

    /**
     * Finds the kernels of a step that has run on OpenCL.
     *
     * @param graphs of the step
     * @throws IllegalStateException if that is not possible: if this TornadoVM is otherwise inside, or tasks share a kernel, whose
     *     arguments are then those of the last
     */
    static RecordedStep of(GraphQueue queue, List<Integer> graphs, TornadoDevice device, GridScheduler grids) {
        var arena = Arena.ofShared();
        try {
            var launches = new ArrayList<Launch>();
            var kernels = new HashSet<MemorySegment>();
            for (var graph : graphs) {
                Consumer<Object> add = task -> launches.add(launch(task, queue.planId(), device, grids, arena));
                GraphQueue.invoke(queue.graph(graph), "apply", add);
            }
            launches.forEach(launch -> kernels.add(launch.kernel()));
            if (kernels.size() < launches.size()) {
                throw new IllegalStateException("tasks of this step share a kernel");
            }
            return open(arena, device, launches);
        } catch (RuntimeException e) {
            arena.close();
            throw e instanceof IllegalStateException ? e : new IllegalStateException(e.toString(), e);
        }
    }

    private static Launch launch(Object task, Object plan, TornadoDevice device, GridScheduler grids, Arena arena) {
        var id = GraphQueue.invoke(task, "getId");
        var grid = GraphQueue.invoke(grids, "get", id);
        var code = GraphQueue.invoke(device, "getCodeFromCache", plan, task);
        var kernel = (long) GraphQueue.invoke(GraphQueue.invoke(code, "getKernel"), "getOclKernelID");
        return new Launch(
                String.valueOf(id),
                MemorySegment.ofAddress(kernel),
                (int) GraphQueue.invoke(grid, "dimension"),
                arena.allocateFrom(JAVA_LONG, (long[]) GraphQueue.invoke(grid, "getGlobalWork")),
                arena.allocateFrom(JAVA_LONG, (long[]) GraphQueue.invoke(grid, "getLocalWork")));
    }

    private static RecordedStep open(Arena arena, TornadoDevice device, List<Launch> launches) {
        var library = library(arena);
        var calls = new OpenCl(
                function(
                        library,
                        "clEnqueueNDRangeKernel",
                        ADDRESS,
                        ADDRESS,
                        JAVA_INT,
                        ADDRESS,
                        ADDRESS,
                        ADDRESS,
                        JAVA_INT,
                        ADDRESS,
                        ADDRESS),
                function(library, "clFlush", ADDRESS),
                function(library, "clFinish", ADDRESS),
                function(library, "clReleaseCommandQueue", ADDRESS));
        var context = GraphQueue.invoke(device, "getDeviceContext");
        var platform = (long) GraphQueue.invoke(GraphQueue.invoke(context, "getPlatformContext"), "getContextId");
        var create = Linker.nativeLinker()
                .downcallHandle(
                        library.findOrThrow("clCreateCommandQueue"),
                        FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
        var error = arena.allocate(JAVA_INT);
        var owner = (long) GraphQueue.invoke(context, "getDeviceId");
        MemorySegment queue;
        try {
            queue = (MemorySegment)
                    create.invokeExact(MemorySegment.ofAddress(platform), MemorySegment.ofAddress(owner), 0L, error);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        check(error.get(JAVA_INT, 0), "clCreateCommandQueue");
        return new RecordedStep(arena, calls, queue, launches);
    }

    /** The library that TornadoVM calls too. */
    private static SymbolLookup library(Arena arena) {
        for (var name : LIBRARIES) {
            try {
                return SymbolLookup.libraryLookup(name, arena);
            } catch (IllegalArgumentException _) {
                // Another system calls it otherwise.
            }
        }
        throw new IllegalStateException("no library of " + LIBRARIES);
    }

    private static MethodHandle function(SymbolLookup library, String name, MemoryLayout... arguments) {
        return Linker.nativeLinker()
                .downcallHandle(library.findOrThrow(name), FunctionDescriptor.of(JAVA_INT, arguments));
    }

    /** Puts a step behind those that are there. */
    void launch() {
        for (var launch : launches) {
            check(enqueue(launch), "clEnqueueNDRangeKernel of " + launch.task());
        }
        call(calls.flush(), "clFlush");
    }

    private int enqueue(Launch launch) {
        try {
            return (int) calls.enqueue()
                    .invokeExact(
                            queue,
                            launch.kernel(),
                            launch.dimensions(),
                            MemorySegment.NULL,
                            launch.global(),
                            launch.local(),
                            0,
                            MemorySegment.NULL,
                            MemorySegment.NULL);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until all are done. */
    void await() {
        call(calls.finish(), "clFinish");
    }

    private void call(MethodHandle function, String name) {
        int error;
        try {
            error = (int) function.invokeExact(queue);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        check(error, name);
    }

    private static void check(int error, String function) {
        if (error != 0) {
            throw new IllegalStateException(function + " failed with error " + error);
        }
    }

    @Override
    public void close() {
        try {
            call(calls.release(), "clReleaseCommandQueue");
        } finally {
            arena.close();
        }
    }
}
