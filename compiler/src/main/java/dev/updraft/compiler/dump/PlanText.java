package dev.updraft.compiler.dump;

import static java.util.stream.Collectors.joining;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.plan.ExecutablePlan;
import dev.updraft.compiler.plan.Liveness;
import dev.updraft.compiler.plan.Location.Space;
import dev.updraft.compiler.plan.Step;
import dev.updraft.compiler.plan.StepOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Plans: steps in the order they run, and buffers with their lifetimes. */
final class PlanText {
    private PlanText() {}

    static String of(StepOrder order) {
        return lines(order).collect(joining("\n"));
    }

    /** {@code %12 : shard, 4096 bytes, steps 3 to 7}. */
    static String of(Liveness liveness) {
        var lifetimes = liveness.lifetimes().entrySet().stream().map(entry -> {
            var lifetime = entry.getValue();
            return entry.getKey() + " : " + word(lifetime.space()) + size(lifetime.bytes())
                    + steps(lifetime.first(), lifetime.last());
        });
        return Stream.concat(lines(liveness.order()), lifetimes).collect(joining("\n"));
    }

    /** {@code %12 : shard at 8192, 4096 bytes, steps 3 to 7}. */
    static String of(ExecutablePlan plan) {
        var buffers = plan.buffers().entrySet().stream().map(entry -> {
            var buffer = entry.getValue();
            return entry.getKey() + " : " + word(buffer.space()) + " at " + buffer.offset() + size(buffer.bytes())
                    + steps(buffer.first(), buffer.last());
        });
        return Stream.of(lines(plan.order()), memory(plan), buffers)
                .flatMap(lines -> lines)
                .collect(joining("\n"));
    }

    /** {@code memory shard, 8192 bytes}. */
    static Stream<String> memory(ExecutablePlan plan) {
        return Stream.of(Space.values())
                .filter(space -> plan.bytes(space) > 0)
                .map(space -> "memory " + word(space) + size(plan.bytes(space)));
    }

    private static Stream<String> lines(StepOrder order) {
        var lines = new ArrayList<String>();
        var shards = order.shards().count();
        lines.add(String.format(Locale.ROOT, "batch of %d", order.target().batchSize())
                + (shards == 1 ? "" : String.format(Locale.ROOT, " in %d shards", shards)));
        for (var i = 0; i < order.steps().size(); i++) {
            var step = String.format(Locale.ROOT, "step %d, ", i + 1);
            switch (order.steps().get(i)) {
                case Step.Compute(var kernels, var perShard) -> {
                    lines.add(step + (perShard ? "for every shard" : "once"));
                    kernels.forEach(kernel -> ScheduleText.kernel(kernel, lines));
                }
                case Step.SumPartials(var nodes) -> lines.add(step + "sums of partials: " + names(nodes));
                case Step.KeepOldValues(var values) -> lines.add(step + "old values kept: " + updates(values));
                case Step.StoreVariables(var values) -> lines.add(step + "variables stored: " + updates(values));
            }
        }
        ScheduleText.results(order.schedule()).forEach(lines::add);
        return lines.stream();
    }

    private static String names(List<Node> nodes) {
        return nodes.stream().map(Node::toString).collect(joining(", "));
    }

    private static String updates(Map<Variable, Node> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey().name() + " = " + entry.getValue())
                .collect(joining(", "));
    }

    private static String word(Space space) {
        return space.name().toLowerCase(Locale.ROOT);
    }

    private static String size(long bytes) {
        return String.format(Locale.ROOT, ", %d bytes", bytes);
    }

    private static String steps(int first, int last) {
        return String.format(Locale.ROOT, ", steps %d to %d", first, last);
    }
}
