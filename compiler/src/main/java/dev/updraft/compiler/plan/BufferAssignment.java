package dev.updraft.compiler.plan;

import dev.updraft.compiler.plan.Location.Allocation;
import dev.updraft.compiler.plan.Location.Space;
import dev.updraft.compiler.plan.MemoryPlan.Demand;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;

/** Gives every live value its place in an arena. */
public final class BufferAssignment {
    private BufferAssignment() {}

    /** The plan in which no two values that are alive at one point share a byte. */
    public static ExecutablePlan assign(Liveness liveness) {
        var offsets = new HashMap<BufferedValue, Long>();
        var bytes = new EnumMap<Space, Long>(Space.class);
        for (var space : Space.values()) {
            var memory = MemoryPlan.of(
                    demands(liveness, space), liveness.order().target().memoryBlock());
            offsets.putAll(memory.offsets());
            bytes.put(space, memory.bytes());
        }
        var buffers = new LinkedHashMap<BufferedValue, Allocation>();
        liveness.lifetimes().forEach((value, lifetime) -> {
            long offset = Objects.requireNonNull(offsets.get(value), value::toString);
            buffers.put(
                    value,
                    new Allocation(lifetime.space(), offset, lifetime.bytes(), lifetime.first(), lifetime.last()));
        });
        return new ExecutablePlan(liveness.order(), buffers, bytes);
    }

    private static List<Demand<BufferedValue>> demands(Liveness liveness, Space space) {
        return liveness.lifetimes().entrySet().stream()
                .filter(entry -> entry.getValue().space() == space)
                .map(entry -> {
                    var lifetime = entry.getValue();
                    return new Demand<>(entry.getKey(), lifetime.bytes(), lifetime.first(), lifetime.last());
                })
                .toList();
    }
}
