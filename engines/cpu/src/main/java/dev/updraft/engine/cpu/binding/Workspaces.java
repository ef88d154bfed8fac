package dev.updraft.engine.cpu.binding;

import dev.updraft.compiler.plan.ExecutablePlan;
import dev.updraft.compiler.plan.Location.Space;
import dev.updraft.compiler.plan.MemoryPlan.Demand;
import dev.updraft.compiler.plan.Pooling;
import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.Region;
import java.util.LinkedHashMap;
import java.util.Map;

/** What oneDNN's max pooling leaves for its gradient. How large that is, primitives say, so it is placed beside the plan's buffers. */
public final class Workspaces {
    private final Map<Pooling, Workspace> all = new LinkedHashMap<>();

    private record Workspace(Buffer buffer, long bytes, int first, int last) {
        Workspace(int point) {
            this(Buffer.in(Region.SHARD), 0, point, point);
        }

        Workspace with(long atLeast, int point) {
            return new Workspace(buffer, Math.max(bytes, atLeast), Math.min(first, point), Math.max(last, point));
        }
    }

    /** The workspace of a pooling, which is written or read at {@code point}. */
    Buffer of(Pooling pooling, long bytes, int point) {
        return all.merge(pooling, new Workspace(point).with(bytes, point), (known, _) -> known.with(bytes, point))
                .buffer();
    }

    /** Finds room for all of them; gives the bytes of a shard's memory. */
    public long place(ExecutablePlan plan) {
        var demands = all.values().stream()
                .map(each -> new Demand<>(each.buffer(), each.bytes(), each.first(), each.last()))
                .toList();
        var memory = plan.beside(Space.SHARD, demands);
        memory.offsets().forEach(Buffer::place);
        return memory.bytes();
    }
}
