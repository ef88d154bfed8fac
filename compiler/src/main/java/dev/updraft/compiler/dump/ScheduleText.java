package dev.updraft.compiler.dump;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.compiler.schedule.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Schedules: their kernels, each with the operations fused into it. */
final class ScheduleText {
    private ScheduleText() {}

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
                lines.add(
                        String.format(Locale.ROOT, "stage %d, %s", index, index % 2 == 0 ? "once" : "for every shard"));
                kernels.forEach(kernel -> kernel(kernel, lines));
            }
        }
        GraphText.results(schedule.graph()).forEach(lines::add);
        return String.join("\n", lines);
    }

    private static void kernel(Kernel kernel, List<String> lines) {
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
            case Kernel.Single(var node) -> lines.add("    " + GraphText.of(node));
        }
    }
}
