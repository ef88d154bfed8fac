package dev.updraft.tornado;

import dev.updraft.engine.gpu.emit.device.TreeArray;
import dev.updraft.engine.gpu.emit.device.TreeCall;
import dev.updraft.engine.gpu.worker.Driver;
import dev.updraft.engine.gpu.worker.DriverException;
import dev.updraft.engine.gpu.worker.TreeRequest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.TornadoExecutionResult;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;

/**
 * Rows of trees as one execution plan, whose arrays stay on the device as those of {@link TornadoPlan} do: one graph makes room,
 * one for each array uploads it, one parts nodes and one adds up their rows. Grids are those of the largest call; what has
 * nothing to do ends at once.
 */
final class TreePlan {
    private static final int GROUP = 64;
    private static final int BINS = 256;

    /** The tasks, for who looks for one that failed. */
    static final List<String> TASKS = List.of(
            "touch_trees",
            "copy_ints",
            "copy_longs",
            "count_left",
            "place_parts",
            "move_rows",
            "keep_rows",
            "count_part",
            "join_parts",
            "hand_out");

    private final TornadoDevice device;
    private final TreeArrays arrays;
    private final TreeRequest.Sizes sizes;
    private final GridScheduler grids = new GridScheduler();
    private final Map<TreeArray, Integer> uploads = new EnumMap<>(TreeArray.class);
    private final int part;
    private final int count;
    private final TornadoExecutionPlan plan;
    private TornadoExecutionResult last;

    /**
     * Compiles.
     *
     * @param staging for each array that is uploaded another array over the same memory of the host
     */
    TreePlan(TreeRequest.Sizes sizes, TornadoDevice device, TreeArrays arrays, TreeArrays staging) {
        this.device = device;
        this.arrays = arrays;
        this.sizes = sizes;
        var graphs = new ArrayList<ImmutableTaskGraph>();
        graphs.add(room());
        for (var array : TreeArray.values()) {
            if (array.uploaded()) {
                uploads.put(array, graphs.size());
                graphs.add(TornadoPlan.upload(
                        array.parameter(), staging.of(array), arrays.of(array), arrays.all(), grids));
            }
        }
        part = graphs.size();
        graphs.add(part());
        count = graphs.size();
        graphs.add(count());
        plan = new TornadoExecutionPlan(graphs.toArray(ImmutableTaskGraph[]::new));
        plan.withGridScheduler(grids);
        plan.withDevice(device);
        plan.withPreCompilation();
        last = plan.withGraph(0).execute();
    }

    private ImmutableTaskGraph room() {
        var graph = new TaskGraph("room")
                .transferToDevice(DataTransferMode.FIRST_EXECUTION, arrays.all())
                .task(
                        "touch_trees",
                        TreeKernels::touch_trees,
                        new KernelContext(),
                        arrays.bins(),
                        arrays.words(),
                        arrays.order(),
                        arrays.call(),
                        arrays.moved(),
                        arrays.places(),
                        arrays.parts(),
                        arrays.histograms(),
                        arrays.found());
        grid(graph, "touch_trees", GROUP);
        return graph.persistOnDevice(arrays.all()).snapshot();
    }

    private ImmutableTaskGraph part() {
        var context = new KernelContext();
        var bins = arrays.bins();
        var order = arrays.order();
        var call = arrays.call();
        var places = arrays.places();
        var graph = new TaskGraph("part")
                .consumeFromDevice(arrays.all())
                .task("count_left", TreeKernels::count_left, context, bins, order, call, places)
                .task("place_parts", TreeKernels::place_parts, context, call, places)
                .task("move_rows", TreeKernels::move_rows, context, bins, order, call, places, arrays.moved())
                .task("keep_rows", TreeKernels::keep_rows, context, order, call, arrays.moved());
        grid(graph, "count_left", sizes.moveParts());
        grid(graph, "place_parts", TreeCall.MOST_NODES);
        grid(graph, "move_rows", sizes.moveParts());
        grid(graph, "keep_rows", sizes.moveParts());
        return graph.persistOnDevice(arrays.all()).snapshot();
    }

    private ImmutableTaskGraph count() {
        var context = new KernelContext();
        var call = arrays.call();
        var parts = arrays.parts();
        var graph = new TaskGraph("count").consumeFromDevice(arrays.all());
        graph.task(
                "count_part",
                TreeKernels::count_part,
                context,
                arrays.bins(),
                arrays.words(),
                arrays.order(),
                call,
                parts);
        grid(graph, "count_part", sizes.countParts() * sizes.features());
        graph.task("join_parts", TreeKernels::join_parts, context, call, parts, arrays.histograms());
        grid(graph, "join_parts", TreeCall.MOST_NODES * sizes.features() * BINS);
        graph.task("hand_out", TreeKernels::hand_out, context, call, arrays.histograms(), arrays.found());
        grid(graph, "hand_out", 2 * TreeCall.MOST_NODES * sizes.features() * BINS);
        return graph.persistOnDevice(arrays.all()).snapshot();
    }

    private void grid(TaskGraph graph, String task, int items) {
        TornadoProgram.grid(grids, graph, task, Math.ceilDiv(items, GROUP) * GROUP, 1, 1, GROUP, 1);
    }

    void run(Set<TreeArray> brought, Driver.Trees.Work work, Set<TreeArray> fetched) {
        for (var array : brought) {
            var graph = uploads.get(array);
            if (graph == null) {
                throw new DriverException(array + " is not for the host to write", null);
            }
            last = plan.withGraph(graph).execute();
        }
        switch (work) {
            case NONE -> {}
            case PART -> last = plan.withGraph(part).execute();
            case COUNT -> last = plan.withGraph(count).execute();
        }
        for (var array : fetched) {
            last.transferToHost(arrays.of(array));
        }
    }

    void close() {
        TornadoPlan.close(plan, device);
    }
}
