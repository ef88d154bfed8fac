package dev.updraft.compiler.dump;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.compiler.schedule.Schedule;
import dev.updraft.compiler.schedule.ShardingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Schedules: their kernels, each with the operations fused into it. */
final class ScheduleText {
    private ScheduleText() {}

    /** When each operation is computed. */
    static String of(ShardingPlan sharding) {
        var nodes = sharding.graph().nodes().stream()
                .filter(node -> !(node.op() instanceof Op.Source))
                .toList();
        var lines = new ArrayList<String>();
        sharding.graph().nodes().stream()
                .filter(node -> node.op() instanceof Op.Source)
                .map(GraphText::of)
                .forEach(lines::add);
        var last = nodes.stream().mapToInt(sharding::stage).max().orElse(-1);
        for (var stage = 0; stage <= last; stage++) {
            var index = stage;
            var computed =
                    nodes.stream().filter(node -> sharding.stage(node) == index).toList();
            if (!computed.isEmpty()) {
                lines.add(stage(stage));
                computed.forEach(
                        node -> lines.add("    " + GraphText.of(node, sharding.isPartial(node) ? " partial" : "")));
            }
        }
        GraphText.results(sharding.graph()).forEach(lines::add);
        return String.join("\n", lines);
    }

    static String of(Schedule schedule) {
        var lines = new ArrayList<String>();
        schedule.graph().nodes().stream()
                .filter(node -> node.op() instanceof Op.Source || Schedule.storage(node) != node)
                .map(GraphText::of)
                .forEach(lines::add);
        var stages = schedule.stages();
        for (var index = 0; index < stages.size(); index++) {
            var kernels = stages.get(index).kernels();
            if (!kernels.isEmpty()) {
                lines.add(stage(index));
                kernels.forEach(kernel -> kernel(kernel, lines));
            }
        }
        results(schedule).forEach(lines::add);
        return String.join("\n", lines);
    }

    private static String stage(int index) {
        return String.format(Locale.ROOT, "stage %d, %s", index, index % 2 == 0 ? "once" : "for every shard");
    }

    /** As those of the graph, with what is written in place. */
    static Stream<String> results(Schedule schedule) {
        var graph = schedule.graph();
        return Stream.concat(
                graph.outputs().entrySet().stream()
                        .map(output -> "output " + output.getKey() + " = " + output.getValue()),
                graph.updates().entrySet().stream().map(update -> {
                    var inPlace = update.getKey().equals(schedule.inPlace().get(update.getValue()));
                    return "update " + update.getKey().name() + " = " + update.getValue()
                            + (inPlace ? " in place" : "");
                }));
    }

    static void kernel(Kernel kernel, List<String> lines) {
        var results = kernel.results().stream().map(Node::toString).collect(Collectors.joining(", "));
        switch (kernel) {
            case Kernel.Pointwise(var shape, var body, var _) -> {
                lines.add("    loop over %s giving %s".formatted(shape, results));
                body.forEach(node -> lines.add("        " + GraphText.of(node)));
            }
            case Kernel.FusedGemm(var product, var bias, var relu, var _) -> {
                var follows = (bias == null ? "" : " + " + bias) + (relu ? ", relu" : "");
                lines.add("    " + GraphText.of(product, follows + " giving " + results));
            }
            case Kernel.ProductLoop(var fusedGemm, var loop) -> {
                lines.add("    " + GraphText.of(fusedGemm.product(), ", part by part, with a"));
                kernel(loop, lines);
            }
            case Kernel.Single(var node) -> lines.add("    " + GraphText.of(node));
        }
    }
}
