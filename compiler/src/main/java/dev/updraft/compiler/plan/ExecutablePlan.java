package dev.updraft.compiler.plan;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.plan.BufferedValue.Result;
import dev.updraft.compiler.plan.Location.Allocation;
import dev.updraft.compiler.plan.Location.InCallersTensor;
import dev.updraft.compiler.plan.Location.InVariable;
import dev.updraft.compiler.plan.Location.Space;
import dev.updraft.compiler.plan.MemoryPlan.Demand;
import dev.updraft.compiler.schedule.Schedule;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Everything an engine must know to run a graph: what it does in which order, and where every value lies from when to when.
 *
 * @param order the steps
 * @param buffers the values that lie in memory of the plan's
 * @param bytes of each arena
 */
public record ExecutablePlan(StepOrder order, Map<BufferedValue, Allocation> buffers, Map<Space, Long> bytes) {
    public ExecutablePlan {
        buffers = Collections.unmodifiableMap(new LinkedHashMap<>(buffers));
        bytes = Map.copyOf(bytes);
    }

    /** In a line, as the graph is. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%d steps and %d buffers of a %s", order.steps().size(), buffers.size(), graph());
    }

    /** What is computed. */
    public Graph graph() {
        return order.schedule().graph();
    }

    /** What the plan was made for. */
    public ExecutionTarget target() {
        return order.target();
    }

    public Shards shards() {
        return order.shards();
    }

    public List<Step> steps() {
        return order.steps();
    }

    /** Bytes of an arena; of a single one where it is there for every shard. */
    public long bytes(Space space) {
        return bytes.getOrDefault(space, 0L);
    }

    /** Bytes of all arenas, if every shard has its own. */
    public long totalBytes() {
        return bytes(Space.ONCE) + shards().count() * (bytes(Space.SHARD) + bytes(Space.PARTIAL));
    }

    /** Where a value lies, whole. */
    public Location location(Node node) {
        var holder = Schedule.storage(node);
        var buffer = buffers.get(new Result(holder));
        if (buffer != null) {
            return buffer;
        }
        var overwritten = order.schedule().inPlace().get(holder);
        if (overwritten != null) {
            return new InVariable(overwritten);
        }
        if (holder.op() instanceof Op.ReadVariable(var variable)) {
            return new InVariable(variable);
        }
        if (holder.op() instanceof Op.Input(var name, var _, var _)) {
            return new InCallersTensor(name);
        }
        var result = order.schedule().results().get(holder);
        if (result != null) {
            return new InCallersTensor(result);
        }
        throw new IllegalArgumentException(node + " lies nowhere: " + node.op());
    }

    /** The buffer of a value that has one. */
    public Allocation buffer(BufferedValue value) {
        return Objects.requireNonNull(buffers.get(value), value::toString);
    }

    /** Inputs that must be copied to their buffers before the first step. */
    public List<Node> copiedInputs() {
        return results().filter(node -> node.op() instanceof Op.Input).toList();
    }

    /** Numbers that must be written to their buffers before the first step. */
    public List<Node> numbers() {
        return results()
                .filter(node -> node.op() instanceof Op.Constant
                        || node.op() instanceof Op.StepScalar
                        || node.op() instanceof Op.BatchSize)
                .toList();
    }

    private Stream<Node> results() {
        return buffers.keySet().stream().filter(Result.class::isInstance).map(value -> ((Result) value).node());
    }

    /**
     * Room for what an engine's libraries need beside the plan's buffers, in the gaps between those.
     *
     * @param <V> what names it
     */
    public <V> MemoryPlan<V> beside(Space space, List<Demand<V>> demands) {
        return MemoryPlan.beside(
                buffers.values().stream()
                        .filter(buffer -> buffer.space() == space)
                        .toList(),
                demands);
    }
}
