package uk.ac.manchester.tornado.api;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.ProfilerMode;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/** Runs graphs on memory of its own, which stands for the device's. */
public final class TornadoExecutionPlan implements AutoCloseable {
    private static final AtomicLong WAITS = new AtomicLong();

    /** What graphs below the plan are executed with. */
    final Object executionFrame = new Object();

    private final List<ImmutableTaskGraph> graphs;
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private final IdentityHashMap<Object, TornadoNativeArray> device = new IdentityHashMap<>();
    private final Set<ImmutableTaskGraph> transferred = new HashSet<>();
    private final Set<String> inGroups = new HashSet<>();
    private TornadoDeviceContext context = new TornadoDeviceContext();
    private final Set<ImmutableTaskGraph> toCapture = new HashSet<>();
    private final StringBuilder log = new StringBuilder();
    private boolean profiled;
    private boolean compiled;
    private GridScheduler grids = new GridScheduler();
    private @Nullable TornadoDevice chosen;
    private @Nullable ImmutableTaskGraph selected;
    private @Nullable ImmutableTaskGraph last;

    public TornadoExecutionPlan(ImmutableTaskGraph... graphs) {
        this.graphs = List.of(graphs);
        if (!"false".equals(System.getProperty("double.queue"))) {
            this.graphs.forEach(graph -> graph.taskGraph().taskGraphImpl = new Queued(graph));
        }
    }

    /** How often the host has waited for a device since it began. */
    public static long waits() {
        return WAITS.get();
    }

    /** A graph that runs later than it is told to: when somebody waits for it. */
    private final class Queued implements TornadoTaskGraphInterface {
        private final ImmutableTaskGraph graph;
        private @Nullable ImmutableTaskGraph before;

        Queued(ImmutableTaskGraph graph) {
            this.graph = graph;
        }

        @Override
        public TornadoTaskGraphInterface execute(Object frame) {
            if (!frame.equals(executionFrame) || !transferred.contains(graph)) {
                throw new IllegalStateException(graph.name() + " must be executed by its plan first");
            }
            var given = before;
            queue.add(() -> run(graph, given));
            return this;
        }

        @Override
        public void setLastExecutedTaskGraph(TornadoTaskGraphInterface other) {
            before = ((Queued) other).graph;
        }

        @Override
        public void waitOn() {
            drain();
        }
    }

    private void drain() {
        WAITS.incrementAndGet();
        try {
            while (!queue.isEmpty()) {
                queue.remove().run();
            }
        } finally {
            queue.clear();
        }
    }

    public TornadoExecutionPlan withGridScheduler(GridScheduler scheduler) {
        grids = scheduler;
        return this;
    }

    public TornadoExecutionPlan withDevice(TornadoDevice device) {
        chosen = device;
        context = device.getDeviceContext();
        return this;
    }

    /** Of the selected graphs. What is recorded is fixed then, so a transfer would be recorded with it. */
    public TornadoExecutionPlan withCUDAGraph() {
        if (compiled || chosen == null || chosen.getTornadoVMBackend() != TornadoVMBackendType.CUDA) {
            throw new IllegalStateException(
                    "graphs are recorded on CUDA alone, and if asked for before they are compiled");
        }
        for (var graph : selected == null ? graphs : List.of(selected)) {
            if (!graph.once().isEmpty() || !graph.always().isEmpty()) {
                throw new IllegalStateException(graph.name() + " would be recorded with its transfers");
            }
            toCapture.add(graph);
        }
        return this;
    }

    public TornadoExecutionPlan withPreCompilation() {
        context.setResetToFalse();
        compiled = true;
        for (var graph : selected == null ? graphs : List.of(selected)) {
            for (var task : graph.tasks()) {
                var grid = grids.grid(graph.name() + "." + task.name());
                grid.groups();
                grid.local();
                Faults.compile(task.name());
            }
        }
        return this;
    }

    public TornadoExecutionPlan withProfiler(ProfilerMode mode) {
        if (mode != ProfilerMode.SILENT) {
            throw new IllegalArgumentException("standard output is not for the profiler");
        }
        profiled = true;
        return this;
    }

    public TornadoExecutionPlan withGraph(int index) {
        selected = graphs.get(index);
        return this;
    }

    public TornadoExecutionPlan withAllGraphs() {
        selected = null;
        return this;
    }

    public TornadoExecutionResult execute() {
        var graph = selected == null ? graphs.getFirst() : selected;
        drain();
        run(graph, last);
        return new TornadoExecutionResult(this::transferToHost, log.toString());
    }

    private void transferToHost(Object array) {
        drain();
        if (last == null || !last.persisted().contains(array)) {
            throw new IllegalStateException("the last graph does not keep this array");
        }
        ((TornadoNativeArray) array).copyFrom(onDevice(array));
    }

    private void run(ImmutableTaskGraph graph, @Nullable ImmutableTaskGraph before) {
        if (context.wasReset()) {
            throw new IllegalStateException("reset() was called after warmup()");
        }
        for (var array : graph.consumed()) {
            if (before == null || !before.persisted().contains(array)) {
                throw new IllegalStateException(graph.name() + " takes over an array that was not handed on");
            }
        }
        if (transferred.add(graph)) {
            graph.once().forEach(this::transfer);
        }
        graph.always().forEach(this::transfer);
        if (toCapture.remove(graph)) {
            Faults.capture();
        }
        for (var task : graph.tasks()) {
            Faults.run(task.name());
            var start = System.nanoTime();
            run(graph, task);
            if (profiled) {
                log.append(record(graph.name(), task.name(), System.nanoTime() - start));
            }
        }
        last = graph;
    }

    private static String record(String graph, String task, long nanoseconds) {
        return String.format(Locale.ROOT, """
                {
                    "%s": {
                        "TOTAL_KERNEL_TIME": "1",
                        "%s.%s": {
                            "BACKEND": "OpenCL",
                            "METHOD": "Model.kernel",
                            "TASK_KERNEL_TIME": "%d"
                        }
                    }
                }
                """, graph, graph, task, nanoseconds);
    }

    private void transfer(Object array) {
        var host = (TornadoNativeArray) array;
        device.computeIfAbsent(array, _ -> host.copy()).copyFrom(host);
    }

    private TornadoNativeArray onDevice(Object array) {
        var there = device.get(array);
        if (there == null) {
            throw new IllegalStateException("an array is used that is not on the device");
        }
        return there;
    }

    private void run(ImmutableTaskGraph graph, TaskGraph.Task task) {
        var name = graph.name() + "." + task.name();
        var arguments = task.arguments().toArray();
        for (var i = 1; i < arguments.length; i++) {
            if (!graph.consumed().contains(arguments[i])
                    && !graph.once().contains(arguments[i])
                    && !graph.always().contains(arguments[i])) {
                throw new IllegalStateException(name + " works on an array that its graph does not name");
            }
            arguments[i] = onDevice(arguments[i]);
        }
        Consumer<KernelContext> kernel = context -> {
            var own = arguments.clone();
            own[0] = context;
            task.kernel().accept(own);
        };
        try {
            run(grids.grid(name), name, kernel);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (RuntimeException e) {
            throw new IllegalStateException("task " + name + ": " + e, e);
        }
    }

    private void run(WorkerGrid grid, String name, Consumer<KernelContext> kernel) throws InterruptedException {
        var groups = grid.groups();
        for (var z = 0; z < groups[2]; z++) {
            for (var y = 0; y < groups[1]; y++) {
                for (var x = 0; x < groups[0]; x++) {
                    group(new int[] {x, y, z}, grid.local(), name, kernel);
                }
            }
        }
    }

    /** Item by item, unless the kernel is known to need, or now turns out to need, a group. */
    private void group(int[] id, int[] size, String name, Consumer<KernelContext> kernel) throws InterruptedException {
        if (!inGroups.contains(name)) {
            try {
                for (var y = 0; y < size[1]; y++) {
                    for (var x = 0; x < size[0]; x++) {
                        kernel.accept(new KernelContext(id, new int[] {x, y}, size, null));
                    }
                }
                return;
            } catch (WorkGroup.Needed _) {
                inGroups.add(name);
            }
        }
        new WorkGroup(id, size).run(kernel);
    }

    public TornadoExecutionPlan freeDeviceMemory() {
        device.clear();
        context.reset();
        return this;
    }

    @Override
    public void close() throws TornadoExecutionPlanException {
        device.clear();
        context.reset();
    }
}
