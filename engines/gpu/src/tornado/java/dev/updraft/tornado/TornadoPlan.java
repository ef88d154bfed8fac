package dev.updraft.tornado;

import dev.updraft.engine.gpu.emit.device.DeviceArray;
import dev.updraft.engine.gpu.worker.Driver;
import dev.updraft.engine.gpu.worker.DriverException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.TornadoExecutionResult;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.enums.ProfilerMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.types.arrays.DoubleArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/**
 * A program as one execution plan of several graphs, whose arrays stay on the device: one graph makes room for the arrays,
 * one for each array uploads it, the others are the step. Each takes over all arrays from the graph run before it and hands
 * them on, for TornadoVM passes arrays from a graph to the next only.
 */
final class TornadoPlan implements Driver.Plan {
    private static final int GROUP = 64;

    /** Steps that are handed to the device at once: what waits there takes memory of the driver. */
    private static final int STEPS_AT_ONCE = 64;

    /** Nothing else comes from the host: the workspace is written before it is read, results are only written. */
    private static final List<DeviceArray> UPLOADED = List.of(
            DeviceArray.VARIABLES,
            DeviceArray.SAMPLES,
            DeviceArray.TARGETS,
            DeviceArray.LABELS,
            DeviceArray.ORDER,
            DeviceArray.CONTROL,
            DeviceArray.SCALARS);

    private final TornadoDevice device;
    private final DeviceArrays arrays;
    private final GridScheduler grids = new GridScheduler();
    private final Map<DeviceArray, Integer> uploads = new EnumMap<>(DeviceArray.class);
    private final List<Integer> steps = new ArrayList<>();
    private final TornadoExecutionPlan plan;
    private final Optional<GraphQueue> queue;

    /** The graphs that the plan has executed: only then are they compiled, recorded, and is there room for all they use. */
    private final BitSet ready = new BitSet();

    /** The step, if it can be launched again without TornadoVM. */
    private Optional<RecordedStep> recorded = Optional.empty();

    private Optional<String> notice = Optional.empty();

    private boolean begun;
    private TornadoExecutionResult last;

    /**
     * Compiles.
     *
     * @param staging for each array that is uploaded another array over the same memory of the host
     * @param replayed whether steps may be recorded, launched all at once and put into a queue: then nobody knows what each
     *     task takes
     */
    TornadoPlan(
            TornadoProgram program, TornadoDevice device, DeviceArrays arrays, DeviceArrays staging, boolean replayed) {
        this.device = device;
        this.arrays = arrays;
        var graphs = new ArrayList<ImmutableTaskGraph>();
        graphs.add(room(arrays, grids));
        for (var array : UPLOADED) {
            uploads.put(array, graphs.size());
            graphs.add(upload(array.parameter(), staging.of(array), arrays.of(array), arrays.all(), grids));
        }
        for (var index = 0; index < program.graphs(); index++) {
            steps.add(graphs.size());
            var step = new TaskGraph("step" + index).consumeFromDevice(arrays.all());
            program.add(index, step, arrays, grids, _ -> true);
            graphs.add(step.persistOnDevice(arrays.all()).snapshot());
        }
        plan = new TornadoExecutionPlan(graphs.toArray(ImmutableTaskGraph[]::new));
        plan.withGridScheduler(grids);
        plan.withDevice(device);
        if (replayed && replays(device)) {
            replaySteps();
        }
        queue = replayed && !"off".equals(System.getProperty("updraft.step.queue")) ? queue(graphs) : Optional.empty();
        compile(program);
        execute(0);
    }

    /** Compiles, with what is left of an earlier start. */
    private void compile(TornadoProgram program) {
        if (queue.isEmpty() || !StoredCode.isFor(device)) {
            plan.withPreCompilation();
            return;
        }
        try {
            var code = StoredCode.of(program, device);
            var known = code.install(queue.get(), steps, device);
            plan.withPreCompilation();
            if (!known) {
                code.keep(queue.get(), steps, device);
            }
        } catch (IllegalStateException e) {
            notice =
                    Optional.of("The gpu engine starts later than it needs to, as TornadoVM translates all kernels each"
                            + " time: " + e.getMessage()
                            + ". Results are the same; please report it with the version of TornadoVM");
            plan.withPreCompilation();
        }
    }

    private Optional<GraphQueue> queue(List<ImmutableTaskGraph> graphs) {
        try {
            return Optional.of(GraphQueue.of(plan, graphs));
        } catch (IllegalStateException e) {
            notice = Optional.of(slower("each step is waited for", e));
            return Optional.empty();
        }
    }

    private static String slower(String how, IllegalStateException reason) {
        return "Small steps take longer on the gpu engine than they need to, as " + how + ": " + reason.getMessage()
                + ". Results are the same; please report it with the version of TornadoVM";
    }

    /** By name, since the SDKs before 5 do not know all backends. */
    private static boolean runsOn(TornadoDevice device, String backend) {
        return device.getTornadoVMBackend().name().equals(backend);
    }

    private static boolean replays(TornadoDevice device) {
        return runsOn(device, "CUDA") && !"off".equals(System.getProperty("updraft.cuda.graphs"));
    }

    /** The first time a step runs its kernels are recorded as a CUDA graph; from then on they are launched all at once. */
    private void replaySteps() {
        for (var step : steps) {
            plan.withGraph(step).withCUDAGraph();
        }
        plan.withAllGraphs();
    }

    /** A graph that makes room for the arrays on the device. */
    static ImmutableTaskGraph room(DeviceArrays arrays, GridScheduler grids) {
        var room = new TaskGraph("room")
                .transferToDevice(DataTransferMode.FIRST_EXECUTION, arrays.all())
                .task(
                        "touch_arrays",
                        CopyKernels::touch_arrays,
                        new KernelContext(),
                        arrays.variables(),
                        arrays.workspace(),
                        arrays.samples(),
                        arrays.targets(),
                        arrays.labels(),
                        arrays.order(),
                        arrays.control(),
                        arrays.scalars(),
                        arrays.losses(),
                        arrays.predictions());
        TornadoProgram.grid(grids, room, "touch_arrays", GROUP, 1, 1, GROUP, 1);
        for (var index = 1; index < arrays.workspaces().size(); index++) {
            var task = "touch_workspace" + (index + 1);
            room.task(
                    task,
                    CopyKernels::touch_workspace,
                    new KernelContext(),
                    arrays.workspaces().get(index));
            TornadoProgram.grid(grids, room, task, GROUP, 1, 1, GROUP, 1);
        }
        return room.persistOnDevice(arrays.all()).snapshot();
    }

    /**
     * A graph that brings an array to the device.
     *
     * @param from another array over the same memory of the host
     * @param all the arrays that stay on the device
     */
    static ImmutableTaskGraph upload(
            String name, TornadoNativeArray from, TornadoNativeArray to, Object[] all, GridScheduler grids) {
        var graph = new TaskGraph("upload_" + name)
                .consumeFromDevice(all)
                .transferToDevice(DataTransferMode.EVERY_EXECUTION, from);
        var copy = switch (from) {
            case FloatArray floats -> {
                graph.task("copy_floats", CopyKernels::copy_floats, new KernelContext(), floats, (FloatArray) to);
                yield "copy_floats";
            }
            case LongArray longs -> {
                graph.task("copy_longs", CopyKernels::copy_longs, new KernelContext(), longs, (LongArray) to);
                yield "copy_longs";
            }
            case DoubleArray doubles -> {
                graph.task("copy_doubles", CopyKernels::copy_doubles, new KernelContext(), doubles, (DoubleArray) to);
                yield "copy_doubles";
            }
            default -> {
                graph.task("copy_ints", CopyKernels::copy_ints, new KernelContext(), (IntArray) from, (IntArray) to);
                yield "copy_ints";
            }
        };
        TornadoProgram.grid(grids, graph, copy, rounded(to.getSize()), 1, 1, GROUP, 1);
        return graph.persistOnDevice(all).snapshot();
    }

    private static int rounded(int items) {
        return Math.ceilDiv(items, GROUP) * GROUP;
    }

    /** Executes a graph; from its second time on it may not be done when this returns. */
    private void execute(int graph) {
        if (queue.isPresent() && ready.get(graph)) {
            queue.get().add(graph);
        } else {
            last = plan.withGraph(graph).execute();
            queue.ifPresent(graphs -> graphs.executed(graph));
            ready.set(graph);
        }
    }

    private void await() {
        queue.ifPresent(GraphQueue::await);
    }

    @Override
    public void upload(Set<DeviceArray> which) {
        for (var array : which) {
            var graph = uploads.get(array);
            if (graph == null) {
                throw new DriverException(array + " is not for the host to write", null);
            }
            execute(graph);
        }
        await();
    }

    @Override
    public void run(Set<DeviceArray> before, int count, Set<DeviceArray> after) {
        upload(before);
        for (var step = 1; step <= count; step++) {
            step();
            if (step % STEPS_AT_ONCE == 0 || step == count) {
                recorded.ifPresentOrElse(RecordedStep::await, this::await);
            }
        }
        download(after);
    }

    private void step() {
        if (recorded.isPresent()) {
            recorded.get().launch();
            return;
        }
        steps.forEach(this::execute);
        if (!begun) {
            begun = true;
            recorded = queue.filter(_ -> runsOn(device, "OPENCL")).flatMap(this::record);
        }
    }

    private Optional<RecordedStep> record(GraphQueue graphs) {
        try {
            return Optional.of(RecordedStep.of(graphs, steps, device, grids));
        } catch (IllegalStateException e) {
            notice = Optional.of(slower("TornadoVM launches each of their kernels", e));
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> notice() {
        return notice;
    }

    /** What TornadoVM's profiler writes down of some steps, each the first anew. */
    String profile(int count) {
        run(Set.copyOf(UPLOADED), 1, Set.of());
        plan.withProfiler(ProfilerMode.SILENT);
        for (var step = 0; step < count; step++) {
            run(Set.of(DeviceArray.CONTROL), 1, Set.of());
        }
        return last.getProfilerResult().getProfileLog();
    }

    @Override
    public void download(Set<DeviceArray> which) {
        for (var array : which) {
            last.transferToHost(arrays.of(array));
        }
    }

    /** When a plan ends, TornadoVM takes all others that are compiled for the device for ended too; they are not. */
    static void keepOthers(TornadoDevice device) {
        device.getDeviceContext().setResetToFalse();
    }

    @Override
    public void close() {
        try {
            recorded.ifPresent(RecordedStep::close);
        } finally {
            close(plan, device);
        }
    }

    static void close(TornadoExecutionPlan plan, TornadoDevice device) {
        try {
            plan.freeDeviceMemory();
            plan.close();
        } catch (TornadoExecutionPlanException e) {
            throw new DriverException("the device's memory could not be freed: " + e.getMessage(), null);
        } finally {
            keepOthers(device);
        }
    }
}
