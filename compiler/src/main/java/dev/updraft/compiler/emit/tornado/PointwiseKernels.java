package dev.updraft.compiler.emit.tornado;

import dev.updraft.compiler.dump.GraphText;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.schedule.Kernel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** Element-wise work: one work-item an element. Sums over the loop become tasks of their own. */
final class PointwiseKernels {
    private PointwiseKernels() {}

    static List<Task> of(Kernel.Pointwise loop, Emission emission) {
        var tasks = new ArrayList<Task>();
        var sums = new LinkedHashMap<List<Integer>, List<Node>>();
        for (var node : loop.results()) {
            if (node.op() instanceof Op.Sum(var axes)) {
                sums.computeIfAbsent(axes, _ -> new ArrayList<>()).add(node);
            }
        }
        // Sums come first: an update may overwrite the variable whose old value they read.
        sums.values().forEach(group -> tasks.addAll(SumKernels.of(loop, group, emission)));
        var values = loop.results().stream()
                .filter(node -> !(node.op() instanceof Op.Sum))
                .toList();
        if (!values.isEmpty()) {
            tasks.add(elementwise(loop, values, emission));
        }
        return tasks;
    }

    private static Task elementwise(Kernel.Pointwise loop, List<Node> results, Emission emission) {
        var text = new JavaText();
        text.line("int index = context.globalIdx;");
        if (loop.shape().batched()) {
            text.line(Emission.COUNT);
        }
        text.open("if (index < " + Extent.of(loop.shape()) + ")");
        var expressions = new Expressions(loop, emission);
        // All is read before anything is written: an update may overwrite the variable it reads.
        var values = results.stream()
                .map(node -> expressions.write(text, node, "index"))
                .toList();
        for (var i = 0; i < results.size(); i++) {
            text.line(emission.place(results.get(i)).set("index", values.get(i)));
        }
        text.close();
        var last = results.getLast();
        var what = last.origin().name().equals("optimizer") ? "update" : GraphText.name(last.op());
        return new Task(
                emission.name(last, what),
                comment(loop, results),
                last,
                Grid.of(
                        Extent.most(loop.shape(), emission.capacity()),
                        emission.traits().workGroup()),
                text.toString());
    }

    private static String comment(Kernel.Pointwise loop, List<Node> results) {
        return results.stream().map(node -> GraphText.name(node.op())).collect(Collectors.joining(", ")) + " of "
                + loop.shape() + ", " + loop.body().size() + " operations in one";
    }
}
