package dev.updraft.engine.cpu;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.schedule.InPlaceUpdates;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.compiler.schedule.Schedule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the phases of a graph for one batch size. Program points are numbered, so that {@link BufferAssignment} learns what must lie in
 * memory when: one for each kernel of an odd stage, and one for each level of an even stage, whose kernels run side by side.
 */
final class GraphBinder {
    private final Graph graph;
    private final Schedule schedule;
    private final int batch;
    private final Shards shards;
    private final BufferAssignment bufferAssignment;
    private final List<Phase> phases = new ArrayList<>();
    private final SumParts.PartLayout partLayout = new SumParts.PartLayout();
    private final IdentityHashMap<CpuTask, Kernel> kernels = new IdentityHashMap<>();
    private long scratchBytes;

    /** Binds; the parameters are those of {@link BufferAssignment}. */
    GraphBinder(
            Graph graph,
            int batch,
            OneDnnScope scope,
            int workers,
            Map<Variable, Long> variables,
            Map<String, Integer> externals) {
        this.graph = graph;
        this.schedule = Schedule.of(graph);
        this.batch = batch;
        var partBytes = graph.nodes().stream()
                .filter(Schedule::isPartial)
                .mapToLong(node -> node.shape().elementsPerSample() * Float.BYTES)
                .sum();
        this.shards = Shards.of(batch, partBytes);
        this.bufferAssignment = new BufferAssignment(schedule, shards.count(), scope, workers, variables, externals);
        partLayout.count = shards.count();
        bind();
    }

    Shards shards() {
        return shards;
    }

    BufferAssignment bufferAssignment() {
        return bufferAssignment;
    }

    List<Phase> phases() {
        return phases;
    }

    /** What tasks compute. */
    IdentityHashMap<CpuTask, Kernel> kernels() {
        return kernels;
    }

    long scratchBytes() {
        return scratchBytes;
    }

    SumParts.PartLayout partLayout() {
        return partLayout;
    }

    /** Where an output that is computed once lies. */
    @Nullable
    Buffer output(String name) {
        var node = graph.outputs().get(name);
        return node == null ? null : bufferAssignment.read(node).keep();
    }

    /** Whether a shard's values must outlive a meeting of the shards. */
    boolean shardsMeetMidway() {
        return phases.stream().filter(phase -> phase instanceof Phase.PerShard).count() > 1;
    }

    private void bind() {
        phases.add(new Phase.Once(List.of()));
        for (var stage = 0; stage < Math.max(2, schedule.stages().size()); stage++) {
            var levels = stage < schedule.stages().size()
                    ? schedule.stages().get(stage).levels()
                    : List.<List<Kernel>>of();
            if (stage % 2 == 0) {
                bindOnce(levels);
            } else {
                bindPerShard(levels, stage == 1);
            }
        }
        if (bufferAssignment.hasParts()) {
            bindOnce(List.of());
        }
        commit();
        phases.set(0, Phase.Once.of(bufferAssignment.packing()));
    }

    private void bindOnce(List<List<Kernel>> levels) {
        bufferAssignment.samples(batch);
        next();
        addOnce(bufferAssignment.sumParts(partLayout));
        for (var level : levels) {
            next();
            var tasks = new ArrayList<CpuTask>();
            for (var kernel : level) {
                var made = made(kernel);
                if (made.size() != 1) {
                    made.forEach(cpuTask -> addOnce(List.of(cpuTask)));
                } else {
                    tasks.addAll(made);
                }
            }
            addOnce(tasks);
        }
    }

    private List<CpuTask> made(Kernel kernel) {
        var made = TaskFactory.of(bufferAssignment, kernel);
        made.forEach(cpuTask -> kernels.put(cpuTask, kernel));
        return made;
    }

    private void next() {
        bufferAssignment.point(bufferAssignment.point() + 1);
    }

    private void addOnce(List<CpuTask> tasks) {
        tasks.forEach(cpuTask -> scratchBytes = Math.max(scratchBytes, cpuTask.scratchBytes()));
        if (!tasks.isEmpty()) {
            phases.add(Phase.Once.of(tasks));
        }
    }

    private void bindPerShard(List<List<Kernel>> levels, boolean first) {
        var start = bufferAssignment.point();
        var tasksBySize = new TreeMap<Integer, List<CpuTask>>();
        for (var size : shards.sizes()) {
            if (tasksBySize.containsKey(size)) {
                continue;
            }
            bufferAssignment.samples(size);
            bufferAssignment.point(start);
            var tasks = new ArrayList<CpuTask>();
            for (var level : levels) {
                for (var kernel : level) {
                    next();
                    tasks.addAll(made(kernel));
                }
            }
            if (first) {
                passThrough(tasks);
            }
            tasks.forEach(cpuTask -> scratchBytes = Math.max(scratchBytes, cpuTask.scratchBytes()));
            tasksBySize.put(size, tasks);
        }
        if (tasksBySize.values().stream().anyMatch(tasks -> !tasks.isEmpty())) {
            phases.add(new Phase.PerShard(tasksBySize));
        }
    }

    /** Results that are an input as it came. */
    private void passThrough(List<CpuTask> tasks) {
        graph.outputs().forEach((name, node) -> {
            if (Schedule.storage(node).op() instanceof Op.Input) {
                tasks.add(copy(node, bufferAssignment.read(node), bufferAssignment.external(name, node)));
            }
        });
    }

    /** Results that are the same as one before, which was written where the caller wants it. */
    private List<CpuTask> repeated() {
        var tasks = new ArrayList<CpuTask>();
        graph.outputs().forEach((name, node) -> {
            var first = bufferAssignment.result(node);
            if (first != null && !first.equals(name) && !(Schedule.storage(node).op() instanceof Op.Input)) {
                tasks.add(copy(node, bufferAssignment.external(first, node), bufferAssignment.external(name, node)));
            }
        });
        return tasks;
    }

    /** Updates take effect together: a variable that becomes another one takes its value before any is overwritten. */
    private void commit() {
        bufferAssignment.samples(batch);
        next();
        addOnce(repeated());
        var taken = new HashMap<Variable, Buffer>();
        var taking = new ArrayList<CpuTask>();
        graph.updates().forEach((variable, node) -> {
            if (Schedule.storage(node).op() instanceof Op.ReadVariable(var other) && !other.equals(variable)) {
                var value = bufferAssignment.temporary(node);
                taken.put(variable, value);
                taking.add(copy(node, bufferAssignment.read(node), value));
            }
        });
        addOnce(taking);
        next();
        var tasks = new ArrayList<CpuTask>();
        graph.updates().forEach((variable, node) -> {
            var value = taken.get(variable);
            if (value != null) {
                tasks.add(copy(node, bufferAssignment.use(value), bufferAssignment.variable(variable)));
            } else if (!bufferAssignment.isInPlace(variable, node) && !InPlaceUpdates.isRead(node, variable)) {
                tasks.add(copy(node, bufferAssignment.read(node), bufferAssignment.variable(variable)));
            }
        });
        addOnce(tasks);
    }

    private CopyTask copy(Node node, Buffer source, Buffer result) {
        var dims = bufferAssignment.dims(node);
        var strides = Strides.rowMajor(dims);
        return new CopyTask(source, result, dims, strides, 0, strides, 0, 0);
    }
}
