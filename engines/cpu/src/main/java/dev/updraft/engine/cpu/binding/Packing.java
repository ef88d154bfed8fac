package dev.updraft.engine.cpu.binding;

import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.plan.MemoryPlan;
import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.execution.Region;
import dev.updraft.engine.cpu.onednn.OneDnnScope;
import dev.updraft.engine.cpu.onednn.PrimitiveTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Weights in the layouts that are quickest to compute with: brought into them once a step, and used by all shards. */
public final class Packing {
    private final OneDnnScope scope;
    private final int workers;
    private long bytes;
    private final Map<Variable, List<Packed>> packed = new HashMap<>();
    private final List<CpuTask> tasks = new ArrayList<>();

    private record Packed(long ours, long wanted, Buffer buffer) {}

    /**
     * Nothing yet.
     *
     * @param start where in {@link Region#GLOBAL} there is room, from then on
     */
    Packing(OneDnnScope scope, int workers, long start) {
        this.scope = scope;
        this.workers = workers;
        this.bytes = start;
    }

    /** Where the variable lies in the wanted layout; the same place for all who want it so. */
    Buffer of(Variable variable, Buffer source, long ours, long wanted) {
        var all = packed.computeIfAbsent(variable, _ -> new ArrayList<>());
        for (var known : all) {
            if (scope.equal(known.ours, ours) && scope.equal(known.wanted, wanted)) {
                return known.buffer;
            }
        }
        var buffer = Buffer.at(Region.GLOBAL, bytes);
        bytes += MemoryPlan.aligned(scope.size(wanted));
        all.add(new Packed(ours, wanted, buffer));
        tasks.add(PrimitiveTask.reorderTask(scope, workers, ours, source, wanted, buffer));
        return buffer;
    }

    /** Has something else done whenever variables have changed. */
    void add(CpuTask task) {
        if (!tasks.contains(task)) {
            tasks.add(task);
        }
    }

    /** Bytes of the region, with everything before the weights. */
    public long bytes() {
        return bytes;
    }

    List<CpuTask> tasks() {
        return tasks;
    }
}
