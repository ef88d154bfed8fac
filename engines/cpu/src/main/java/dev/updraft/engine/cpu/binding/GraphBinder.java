package dev.updraft.engine.cpu.binding;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.plan.BufferedValue.OldValue;
import dev.updraft.compiler.plan.BufferedValue.Partial;
import dev.updraft.compiler.plan.BufferedValue.Result;
import dev.updraft.compiler.plan.ExecutablePlan;
import dev.updraft.compiler.plan.Location;
import dev.updraft.compiler.plan.Location.Space;
import dev.updraft.compiler.plan.Step;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.compiler.schedule.Schedule;
import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.execution.Phase;
import dev.updraft.engine.cpu.loops.MergeDeviations;
import dev.updraft.engine.cpu.loops.SessionTrees;
import dev.updraft.engine.cpu.loops.SumParts;
import dev.updraft.engine.cpu.loops.UsedRows;
import dev.updraft.engine.cpu.onednn.OneDnnScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes the phases of a plan: steps that go shard by shard are one phase as long as no other comes between them. */
public final class GraphBinder {
    private final ExecutablePlan plan;
    private final PlanBinding binding;
    private final List<Phase> phases = new ArrayList<>();
    private final SumParts.PartLayout partLayout;
    private final IdentityHashMap<CpuTask, Kernel> kernels = new IdentityHashMap<>();
    private final List<Point> perShard = new ArrayList<>();
    private boolean handedThrough;
    private long scratchBytes;

    private record Point(int number, List<Kernel> kernels) {}

    /** Binds; the parameters are those of {@link PlanBinding}. */
    public GraphBinder(
            ExecutablePlan plan,
            OneDnnScope scope,
            int workers,
            Map<Variable, Long> variables,
            SessionTrees sessionTrees,
            UsedRows.OfSession usedRows,
            Map<String, Integer> externals) {
        this.plan = plan;
        this.binding = new PlanBinding(plan, scope, workers, variables, sessionTrees, usedRows, externals);
        this.partLayout = new SumParts.PartLayout(plan.shards().count(), plan.bytes(Space.PARTIAL));
        bind();
    }

    public PlanBinding binding() {
        return binding;
    }

    public List<Phase> phases() {
        return phases;
    }

    /** What tasks compute. */
    public IdentityHashMap<CpuTask, Kernel> kernels() {
        return kernels;
    }

    public long scratchBytes() {
        return scratchBytes;
    }

    /** Where an output that is computed once lies. */
    @Nullable
    public Buffer output(String name) {
        var node = plan.graph().outputs().get(name);
        return node == null ? null : binding.read(node);
    }

    /** Whether a shard's values must outlive a meeting of the shards. */
    public boolean shardsMeetMidway() {
        return phases.stream().filter(phase -> phase instanceof Phase.PerShard).count() > 1;
    }

    private void bind() {
        phases.add(new Phase.Once(List.of()));
        var point = 0;
        for (var step : plan.steps()) {
            point++;
            if (step instanceof Step.Compute(var computed, var shards) && shards) {
                perShard.add(new Point(point, computed));
                continue;
            }
            bindPerShard();
            binding.batch();
            binding.point(point);
            switch (step) {
                case Step.Compute(var computed, var _) -> computeOnce(computed);
                case Step.SumPartials(var nodes) ->
                    addOnce(nodes.stream().map(this::sum).toList());
                case Step.KeepOldValues(var values) ->
                    addOnce(copies(
                            values,
                            (variable, node) ->
                                    binding.copy(node, binding.read(node), binding.buffer(new OldValue(variable)))));
                case Step.StoreVariables(var values) -> addOnce(copies(values, this::store));
            }
        }
        bindPerShard();
        binding.batch();
        addOnce(repeated());
        phases.set(0, Phase.Once.of(binding.packing().tasks()));
    }

    private interface Copy {
        CpuTask of(Variable variable, Node node);
    }

    private static List<CpuTask> copies(Map<Variable, Node> values, Copy copy) {
        return values.entrySet().stream()
                .map(entry -> copy.of(entry.getKey(), entry.getValue()))
                .toList();
    }

    private CpuTask store(Variable variable, Node node) {
        var kept = new OldValue(variable);
        var source = plan.buffers().containsKey(kept) ? binding.buffer(kept) : binding.read(node);
        return binding.copy(node, source, binding.variable(variable));
    }

    private CpuTask sum(Node node) {
        var parts = binding.buffer(new Partial(node));
        var result = binding.buffer(new Result(node));
        var count = node.shape().elementsPerSample();
        if (node.op() instanceof Op.SquaredDeviations) {
            var places = node.operand(0).shape().elementsPerSample() / count;
            var shardElements = Arrays.stream(plan.shards().sizes())
                    .mapToLong(size -> size * places)
                    .toArray();
            return new MergeDeviations(parts, result, Math.toIntExact(count), shardElements, partLayout.bytes());
        }
        return new SumParts(parts, result, count, partLayout);
    }

    private void computeOnce(List<Kernel> level) {
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

    private List<CpuTask> made(Kernel kernel) {
        var made = TaskFactory.of(binding, kernel);
        made.forEach(cpuTask -> kernels.put(cpuTask, kernel));
        return made;
    }

    private void addOnce(List<CpuTask> tasks) {
        tasks.forEach(cpuTask -> scratchBytes = Math.max(scratchBytes, cpuTask.scratchBytes()));
        if (!tasks.isEmpty()) {
            phases.add(Phase.Once.of(tasks));
        }
    }

    /** Makes a phase of the steps since the last one that runs once. */
    private void bindPerShard() {
        var tasksBySize = new TreeMap<Integer, List<CpuTask>>();
        for (var size : plan.shards().sizes()) {
            if (tasksBySize.containsKey(size)) {
                continue;
            }
            binding.shard(size);
            var tasks = new ArrayList<CpuTask>();
            for (var point : perShard) {
                binding.point(point.number());
                point.kernels().forEach(kernel -> tasks.addAll(made(kernel)));
            }
            if (!handedThrough) {
                handThrough(tasks);
            }
            tasks.forEach(cpuTask -> scratchBytes = Math.max(scratchBytes, cpuTask.scratchBytes()));
            tasksBySize.put(size, tasks);
        }
        if (tasksBySize.values().stream().anyMatch(tasks -> !tasks.isEmpty())) {
            phases.add(new Phase.PerShard(Arrays.stream(plan.shards().sizes())
                    .mapToObj(size -> Objects.requireNonNull(tasksBySize.get(size)))
                    .toList()));
            handedThrough = true;
        }
        perShard.clear();
    }

    /** Results that are an input as it came. */
    private void handThrough(List<CpuTask> tasks) {
        plan.graph().outputs().forEach((name, node) -> {
            if (Schedule.storage(node).op() instanceof Op.Input) {
                tasks.add(binding.copy(node, binding.read(node), binding.external(name, node)));
            }
        });
    }

    /** Results that are the same as one before, which was written where the caller wants it. */
    private List<CpuTask> repeated() {
        var tasks = new ArrayList<CpuTask>();
        plan.graph().outputs().forEach((name, node) -> {
            if (node.shape().batched()
                    && plan.location(node) instanceof Location.InCallersTensor(var first)
                    && !first.equals(name)
                    && !(Schedule.storage(node).op() instanceof Op.Input)) {
                tasks.add(binding.copy(node, binding.external(first, node), binding.external(name, node)));
            }
        });
        return tasks;
    }
}
