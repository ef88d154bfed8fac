package dev.updraft.engine.cpu;

import dev.updraft.compiler.ops.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Weights in the layouts that oneDNN likes best: brought into them once a step, and used by all shards. */
final class Packing {
    private final OneDnnScope scope;
    private final int workers;
    private final UnaryOperator<Buffer> track;
    private final Map<Variable, List<Packed>> packed = new HashMap<>();
    private final List<CpuTask> tasks = new ArrayList<>();

    private record Packed(long ours, long wanted, Buffer buffer) {}

    Packing(OneDnnScope scope, int workers, UnaryOperator<Buffer> track) {
        this.scope = scope;
        this.workers = workers;
        this.track = track;
    }

    /** Where the variable lies in the wanted layout; the same place for all who want it so. */
    Buffer of(Variable variable, Buffer source, long ours, long wanted) {
        var all = packed.computeIfAbsent(variable, _ -> new ArrayList<>());
        for (var known : all) {
            if (scope.equal(known.ours, ours) && scope.equal(known.wanted, wanted)) {
                return known.buffer;
            }
        }
        var buffer =
                track.apply(Buffer.in(Region.GLOBAL)).room(scope.size(wanted)).keep();
        all.add(new Packed(ours, wanted, buffer));
        tasks.add(PrimitiveTask.reorderTask(scope, workers, ours, source, wanted, buffer));
        return buffer;
    }

    List<CpuTask> tasks() {
        return tasks;
    }
}
