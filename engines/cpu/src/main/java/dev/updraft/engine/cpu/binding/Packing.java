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
    private final Map<List<Object>, Buffer> transformed = new HashMap<>();
    private final List<CpuTask> tasks = new ArrayList<>();

    private record Packed(Blocks blocks, Buffer buffer) {}

    /**
     * Weights that are cut into blocks, which go one behind the other once they are packed.
     *
     * @param ours layout of a block where the variable lies
     * @param first element of the variable with which the first block begins
     * @param stride elements from there to the next
     */
    record Blocks(long ours, long wanted, long first, long stride, int count) {
        /** All weights as one block. */
        static Blocks single(long ours, long wanted) {
            return new Blocks(ours, wanted, 0, 0, 1);
        }
    }

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
    Buffer of(Variable variable, Buffer source, Blocks blocks) {
        var all = packed.computeIfAbsent(variable, _ -> new ArrayList<>());
        for (var known : all) {
            if (areAlike(known.blocks, blocks)) {
                return known.buffer;
            }
        }
        var buffer = Buffer.at(Region.GLOBAL, bytes);
        bytes += MemoryPlan.aligned(blocks.count * scope.size(blocks.wanted));
        all.add(new Packed(blocks, buffer));
        tasks.add(PrimitiveTask.reorderTask(
                scope,
                workers,
                blocks.ours,
                source.plus(blocks.first * Float.BYTES),
                blocks.stride * Float.BYTES,
                blocks.wanted,
                buffer,
                blocks.count));
        return buffer;
    }

    private boolean areAlike(Blocks some, Blocks others) {
        return some.count == others.count
                && some.first == others.first
                && some.stride == others.stride
                && scope.equal(some.ours, others.ours)
                && scope.equal(some.wanted, others.wanted);
    }

    /** Makes the task that transforms a variable. */
    interface Transformation {
        CpuTask task(Buffer source, Buffer target);
    }

    /**
     * Where the variable lies once it is transformed, turned or not; the same place for all who want it so.
     *
     * @param size of what it becomes, in bytes
     */
    Buffer transformed(Variable variable, boolean turned, Buffer source, long size, Transformation transformation) {
        return transformed.computeIfAbsent(List.of(variable, turned), _ -> {
            var buffer = Buffer.at(Region.GLOBAL, bytes);
            bytes += MemoryPlan.aligned(size);
            tasks.add(transformation.task(source, buffer));
            return buffer;
        });
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
