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

/**
 * Rows of trees as one execution plan, whose arrays stay on the device as those of {@link TornadoPlan} do: one graph makes room,
 * one for each array uploads it, one parts nodes, and one adds up their rows and finds splits. Grids are those of the largest call; what has
 * nothing to do ends at once.
 */
final class TreePlan {
    private static final int GROUP = 64;

    /** The tasks, for who looks for one that failed. */
    static final List<String> TASKS = List.of(
            "touch_input",
            "touch_output",
            "copy_ints",
            "copy_longs",
            "copy_doubles",
            "count_left",
            "place_parts",
            "move_rows",
            "keep_rows",
            "count_part",
            "join_parts",
            "find_thresholds",
            "find_sets",
            "choose_splits",
            "describe_splits");

    private final TornadoDevice device;
    private final TreeArrays arrays;
    private final TreeRequest.Sizes sizes;
    private final GridScheduler grids = new GridScheduler();
    private final Map<TreeArray, Integer> uploads = new EnumMap<>(TreeArray.class);
    private final int part;
    private final int search;
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
        search = graphs.size();
        graphs.add(search());
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
                        "touch_input",
                        TreeKernels::touch_input,
                        new KernelContext(),
                        arrays.ints(TreeArray.BINS),
                        arrays.longs(TreeArray.WORDS),
                        arrays.ints(TreeArray.OWNERS),
                        arrays.ints(TreeArray.ORDER),
                        arrays.ints(TreeArray.TREE),
                        arrays.doubles(TreeArray.RULES),
                        arrays.ints(TreeArray.CALL),
                        arrays.longs(TreeArray.NODES),
                        arrays.doubles(TreeArray.BOUNDS))
                .task(
                        "touch_output",
                        TreeKernels::touch_output,
                        new KernelContext(),
                        arrays.ints(TreeArray.MOVED),
                        arrays.ints(TreeArray.PLACES),
                        arrays.longs(TreeArray.PARTS),
                        arrays.longs(TreeArray.HISTOGRAMS),
                        arrays.doubles(TreeArray.KEYS),
                        arrays.longs(TreeArray.SPLITS),
                        arrays.doubles(TreeArray.SCORES),
                        arrays.longs(TreeArray.FOUND),
                        arrays.doubles(TreeArray.GAINS));
        grid(graph, "touch_input", GROUP);
        grid(graph, "touch_output", GROUP);
        return graph.persistOnDevice(arrays.all()).snapshot();
    }

    private ImmutableTaskGraph part() {
        var context = new KernelContext();
        var bins = arrays.ints(TreeArray.BINS);
        var order = arrays.ints(TreeArray.ORDER);
        var tree = arrays.ints(TreeArray.TREE);
        var call = arrays.ints(TreeArray.CALL);
        var places = arrays.ints(TreeArray.PLACES);
        var moved = arrays.ints(TreeArray.MOVED);
        var graph = new TaskGraph("part")
                .consumeFromDevice(arrays.all())
                .task("count_left", TreeKernels::count_left, context, bins, order, tree, call, places)
                .task("place_parts", TreeKernels::place_parts, context, call, places)
                .task("move_rows", TreeKernels::move_rows, context, bins, order, tree, call, places, moved)
                .task("keep_rows", TreeKernels::keep_rows, context, order, call, moved);
        grid(graph, "count_left", sizes.moveParts());
        grid(graph, "place_parts", TreeCall.MOST_NODES);
        grid(graph, "move_rows", sizes.moveParts());
        grid(graph, "keep_rows", sizes.moveParts());
        return graph.persistOnDevice(arrays.all()).snapshot();
    }

    private ImmutableTaskGraph search() {
        var graph = new TaskGraph("search").consumeFromDevice(arrays.all());
        count(graph);
        find(graph);
        return graph.persistOnDevice(arrays.all()).snapshot();
    }

    private void count(TaskGraph graph) {
        var context = new KernelContext();
        var tree = arrays.ints(TreeArray.TREE);
        var call = arrays.ints(TreeArray.CALL);
        var parts = arrays.longs(TreeArray.PARTS);
        graph.task(
                "count_part",
                TreeKernels::count_part,
                context,
                arrays.ints(TreeArray.BINS),
                arrays.longs(TreeArray.WORDS),
                arrays.ints(TreeArray.OWNERS),
                arrays.ints(TreeArray.ORDER),
                tree,
                call,
                parts);
        grid(graph, "count_part", sizes.countParts() * sizes.features());
        graph.task(
                "join_parts", TreeKernels::join_parts, context, tree, call, parts, arrays.longs(TreeArray.HISTOGRAMS));
        grid(graph, "join_parts", TreeCall.MOST_NODES * sizes.histogram());
    }

    private void find(TaskGraph graph) {
        var context = new KernelContext();
        var tree = arrays.ints(TreeArray.TREE);
        var rules = arrays.doubles(TreeArray.RULES);
        var call = arrays.ints(TreeArray.CALL);
        var nodes = arrays.longs(TreeArray.NODES);
        var bounds = arrays.doubles(TreeArray.BOUNDS);
        var histograms = arrays.longs(TreeArray.HISTOGRAMS);
        var keys = arrays.doubles(TreeArray.KEYS);
        var splits = arrays.longs(TreeArray.SPLITS);
        var scores = arrays.doubles(TreeArray.SCORES);
        var found = arrays.longs(TreeArray.FOUND);
        graph.task(
                "find_thresholds",
                ThresholdKernels::find_thresholds,
                context,
                tree,
                rules,
                call,
                nodes,
                bounds,
                histograms,
                splits,
                scores);
        grid(graph, "find_thresholds", TreeCall.MOST_WANTED * sizes.features());
        graph.task(
                "find_sets",
                SetKernels::find_sets,
                context,
                tree,
                rules,
                call,
                nodes,
                bounds,
                histograms,
                keys,
                splits,
                scores);
        grid(graph, "find_sets", TreeCall.MOST_WANTED * sizes.features());
        graph.task(
                "choose_splits",
                SplitKernels::choose_splits,
                context,
                tree,
                call,
                scores,
                found,
                arrays.doubles(TreeArray.GAINS));
        grid(graph, "choose_splits", TreeCall.MOST_WANTED);
        graph.task(
                "describe_splits",
                SplitKernels::describe_splits,
                context,
                tree,
                rules,
                call,
                histograms,
                keys,
                splits,
                found);
        grid(graph, "describe_splits", TreeCall.MOST_WANTED);
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
            case SEARCH -> last = plan.withGraph(search).execute();
        }
        for (var array : fetched) {
            last.transferToHost(arrays.of(array));
        }
    }

    void close() {
        TornadoPlan.close(plan, device);
    }
}
