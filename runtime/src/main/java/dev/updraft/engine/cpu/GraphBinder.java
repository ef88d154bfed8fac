package dev.updraft.engine.cpu;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.ops.Window;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.compiler.schedule.Schedule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the phases of a graph for one batch size, and finds out on the way which values need room from when to when. Moments
 * are counted through: one for each kernel of an odd stage, and one for each wave of an even stage, whose kernels run side by
 * side.
 */
final class GraphBinder implements Binding {
    private final Graph graph;
    private final Schedule schedule;
    private final int batch;
    private final Shards shards;
    private final OneDnnScope scope;
    private final int workers;
    private final Map<Variable, Long> variables;
    private final Map<String, Integer> externals;

    private final List<Phase> phases = new ArrayList<>();
    private final Packing packing;
    private final Map<Node, Buffer> values = new HashMap<>();
    private final Map<Node, Buffer> parts = new LinkedHashMap<>();
    private final Map<Op, Buffer> scalars = new LinkedHashMap<>();
    private final Map<Pooled, Buffer> workspaces = new HashMap<>();
    private final Set<Pooled> pooled = new HashSet<>();
    private final Map<Node, Variable> inPlace;
    private final Set<Buffer> buffers = new HashSet<>();
    private final SumParts.PartLayout partLayout = new SumParts.PartLayout();
    private long scratchBytes;
    private int samples;
    private int moment;

    private record Pooled(Node image, Window window) {}

    /**
     * @param variables where each variable lies in its region
     * @param externals which region each tensor of the caller's is: inputs and target by name, and the prediction
     */
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
        this.scope = scope;
        this.workers = workers;
        this.variables = variables;
        this.externals = externals;
        var partBytes = graph.nodes().stream()
                .filter(Schedule::isPartial)
                .mapToLong(node -> node.shape().elementsPerSample() * Float.BYTES)
                .sum();
        this.shards = Shards.of(batch, partBytes);
        partLayout.count = shards.count();
        for (var node : graph.nodes()) {
            if (node.op() instanceof Op.MaxPool2d(var window)) {
                pooled.add(new Pooled(Schedule.storage(node.operand(0)), window));
            }
        }
        this.packing = new Packing(scope, workers, this::track);
        this.inPlace = InPlaceUpdates.of(schedule);
        bind();
    }

    // ---- what comes of it

    Shards shards() {
        return shards;
    }

    List<Phase> phases() {
        return phases;
    }

    Set<Buffer> buffers() {
        return buffers;
    }

    long scratchBytes() {
        return scratchBytes;
    }

    SumParts.PartLayout partLayout() {
        return partLayout;
    }

    /** Constants, step scalars and the batch size, where they are read from memory. */
    Map<Op, Buffer> scalars() {
        return scalars;
    }

    /** Where an output that is computed once lies. */
    @Nullable
    Buffer output(String name) {
        var node = graph.outputs().get(name);
        return node == null ? null : read(node).keep();
    }

    /** Whether a shard's values must outlive a meeting of the shards. */
    boolean shardsMeetMidway() {
        var work = 0;
        for (var phase : phases) {
            work += phase instanceof Phase.PerShard ? 1 : 0;
        }
        return work > 1;
    }

    // ---- making phases

    private void bind() {
        phases.add(new Phase.Once(List.of()));
        for (var stage = 0; stage < Math.max(2, schedule.stages().size()); stage++) {
            var waves = stage < schedule.stages().size()
                    ? schedule.stages().get(stage).waves()
                    : List.<List<Kernel>>of();
            if (stage % 2 == 0) {
                bindOnce(waves);
            } else {
                bindPerShard(waves, stage == 1);
            }
        }
        if (!parts.isEmpty()) {
            bindOnce(List.of());
        }
        commit();
        phases.set(0, Phase.Once.of(packing.tasks()));
    }

    private void bindOnce(List<List<Kernel>> waves) {
        samples = batch;
        moment++;
        var sums = new ArrayList<Task>();
        parts.forEach((node, part) -> {
            part.use(moment);
            var elements = node.shape().elementsPerSample();
            var whole =
                    track(Buffer.in(Region.GLOBAL)).room(elements * Float.BYTES).use(moment);
            values.put(node, whole);
            sums.add(new SumParts(part, whole, elements, partLayout));
        });
        parts.clear();
        addOnce(sums);
        for (var wave : waves) {
            moment++;
            var tasks = new ArrayList<Task>();
            for (var kernel : wave) {
                var made = TaskFactory.of(this, kernel);
                if (made.size() != 1) {
                    made.forEach(task -> addOnce(List.of(task)));
                } else {
                    tasks.addAll(made);
                }
            }
            addOnce(tasks);
        }
    }

    private void addOnce(List<Task> tasks) {
        tasks.forEach(task -> scratchBytes = Math.max(scratchBytes, task.scratchBytes()));
        if (!tasks.isEmpty()) {
            phases.add(Phase.Once.of(tasks));
        }
    }

    private void bindPerShard(List<List<Kernel>> waves, boolean first) {
        var start = moment;
        var tasksBySize = new TreeMap<Integer, List<Task>>();
        for (var size : shards.sizes()) {
            if (tasksBySize.containsKey(size)) {
                continue;
            }
            samples = size;
            moment = start;
            var tasks = new ArrayList<Task>();
            for (var wave : waves) {
                for (var kernel : wave) {
                    moment++;
                    tasks.addAll(TaskFactory.of(this, kernel));
                }
            }
            if (first) {
                passThrough(tasks);
            }
            tasks.forEach(task -> scratchBytes = Math.max(scratchBytes, task.scratchBytes()));
            tasksBySize.put(size, tasks);
        }
        if (tasksBySize.values().stream().anyMatch(tasks -> !tasks.isEmpty())) {
            phases.add(new Phase.PerShard(tasksBySize));
        }
    }

    /** A prediction that is an input as it came. */
    private void passThrough(List<Task> tasks) {
        var node = graph.outputs().get(Program.PREDICTION);
        if (node != null && Schedule.storage(node).op() instanceof Op.Input) {
            tasks.add(copy(node, read(node), external(Program.PREDICTION, node)));
        }
    }

    // ---- updates

    /** Updates take effect together: a variable that becomes another one takes its value before any is overwritten. */
    private void commit() {
        samples = batch;
        moment++;
        var taken = new HashMap<Variable, Buffer>();
        var taking = new ArrayList<Task>();
        graph.updates().forEach((variable, node) -> {
            if (Schedule.storage(node).op() instanceof Op.Read(var other) && !other.equals(variable)) {
                var bytes = node.shape().elementsPerSample() * Float.BYTES;
                var value = track(Buffer.in(Region.GLOBAL)).room(bytes).use(moment);
                taken.put(variable, value);
                taking.add(copy(node, read(node), value));
            }
        });
        addOnce(taking);
        moment++;
        var tasks = new ArrayList<Task>();
        graph.updates().forEach((variable, node) -> {
            var value = taken.get(variable);
            if (value != null) {
                tasks.add(copy(node, value.use(moment), variable(variable)));
            } else if (!variable.equals(inPlace.get(node)) && !InPlaceUpdates.isRead(node, variable)) {
                tasks.add(copy(node, read(node), variable(variable)));
            }
        });
        addOnce(tasks);
    }

    private CopyTask copy(Node node, Buffer source, Buffer result) {
        var dims = dims(node);
        var strides = Strides.rowMajor(dims);
        return new CopyTask(source, result, dims, strides, 0, strides, 0, 0);
    }

    // ---- where values lie

    @Override
    public OneDnnScope scope() {
        return scope;
    }

    @Override
    public int workers() {
        return workers;
    }

    @Override
    public int samples() {
        return samples;
    }

    @Override
    public Buffer read(Node operand) {
        var node = Schedule.storage(operand);
        return switch (node.op()) {
            case Op.Read(var variable) -> variable(variable);
            case Op.Input(var name, var _, var _) -> external(name, node);
            case Op.Constant _, Op.StepScalar _, Op.BatchSize _ ->
                scalars.computeIfAbsent(
                        node.op(),
                        _ -> track(Buffer.in(Region.GLOBAL)).room(Float.BYTES).keep());
            case Op _ -> {
                var buffer = values.get(node);
                if (buffer == null) {
                    throw new IllegalStateException(node.op() + " is read before it is computed");
                }
                yield buffer.use(moment);
            }
        };
    }

    @Override
    public Buffer write(Node result) {
        var bytes = result.shape().elements(samples) * Float.BYTES;
        if (Schedule.isPartial(result) && shards.count() > 1) {
            return parts.computeIfAbsent(result, _ -> track(Buffer.in(Region.PARTIAL)))
                    .room(bytes)
                    .use(moment);
        }
        var predicted = graph.outputs().get(Program.PREDICTION);
        if (predicted != null
                && Schedule.storage(predicted) == result
                && result.shape().batched()) {
            return values.computeIfAbsent(result, _ -> external(Program.PREDICTION, result));
        }
        var updated = inPlace.get(result);
        if (updated != null) {
            return values.computeIfAbsent(result, _ -> variable(updated));
        }
        var region = result.shape().batched() ? Region.SHARD : Region.GLOBAL;
        return values.computeIfAbsent(result, _ -> track(Buffer.in(region)))
                .room(bytes)
                .use(moment);
    }

    @Override
    public @Nullable Buffer packed(Node weights, long ours, long wanted) {
        var node = Schedule.storage(weights);
        if (!(node.op() instanceof Op.Read(var variable))) {
            return null;
        }
        if (scope.equal(ours, wanted)) {
            return variable(variable);
        }
        return packing.of(variable, variable(variable), ours, wanted);
    }

    @Override
    public boolean pools(Node image, Window window) {
        return pooled.contains(new Pooled(Schedule.storage(image), window));
    }

    @Override
    public Buffer workspace(Node image, Window window, long bytes) {
        return workspaces
                .computeIfAbsent(new Pooled(Schedule.storage(image), window), _ -> track(Buffer.in(Region.SHARD)))
                .room(bytes)
                .use(moment);
    }

    private Buffer variable(Variable variable) {
        var offset = variables.get(variable);
        if (offset == null) {
            throw new IllegalStateException(variable.name() + " is no variable of the program");
        }
        return Buffer.at(Region.VARIABLES, offset);
    }

    private Buffer external(String name, Node node) {
        var region = externals.get(name);
        if (region == null) {
            throw new IllegalStateException(name + " is no input of the program");
        }
        return Buffer.external(region, node.shape().elementsPerSample() * Float.BYTES);
    }

    private Buffer track(Buffer buffer) {
        buffers.add(buffer);
        return buffer;
    }
}
