package dev.updraft.engine.gpu.emit.kernels;

import dev.updraft.compiler.dump.GraphText;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.engine.gpu.emit.context.Emission;
import dev.updraft.engine.gpu.emit.context.GeneratedKernel;
import dev.updraft.engine.gpu.emit.source.Extent;
import dev.updraft.engine.gpu.emit.source.Grid;
import dev.updraft.engine.gpu.emit.source.JavaText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Element-wise work: one work-item an element. Sums over the loop become tasks of their own; computations that differ only in
 * where their values lie, such as the updates of all parameters, become one.
 */
public final class PointwiseKernels {
    private PointwiseKernels() {}

    /** The tasks of all loops of a level. */
    public static List<GeneratedKernel> of(List<Kernel.Pointwise> loops, Emission emission) {
        var tasks = new ArrayList<GeneratedKernel>();
        // Sums come first: an update may overwrite the variable whose old value they read.
        loops.forEach(loop -> tasks.addAll(sums(loop, emission)));
        var inParts =
                loops.stream().flatMap(loop -> loop.reads().stream()).anyMatch(node -> emission.parts(node) != null);
        var alike = new LinkedHashMap<String, List<FusionGroup>>();
        for (var loop : loops) {
            if (sumsWriteAll(loop)) {
                continue;
            }
            for (var fusionGroup : FusionGroup.of(loop, inParts, emission)) {
                alike.computeIfAbsent(fusionGroup.text(), _ -> new ArrayList<>())
                        .add(fusionGroup);
            }
        }
        var alone = new LinkedHashMap<Kernel.Pointwise, List<Node>>();
        for (var strands : alike.values()) {
            if (strands.size() > 1 && !strands.getFirst().loop().shape().batched()) {
                tasks.addAll(FusionGroup.together(strands, emission));
            } else {
                strands.forEach(fusionGroup -> alone.computeIfAbsent(fusionGroup.loop(), _ -> new ArrayList<>())
                        .addAll(fusionGroup.results()));
            }
        }
        alone.forEach((loop, results) -> tasks.addAll(
                emission.touching(List.of(elementwise(loop, results, emission)), reads(loop, results), results)));
        return tasks;
    }

    /** The tasks of a kernel whose results a loop goes on with. */
    public static List<GeneratedKernel> of(Kernel.Followed kernel, Emission emission) {
        return kernel.first() instanceof Kernel.Pointwise loop
                ? SumKernels.of(kernel, loop, emission)
                : ProductKernels.in(kernel, emission).orElseThrow().tasks(emission);
    }

    private static List<GeneratedKernel> sums(Kernel.Pointwise loop, Emission emission) {
        var sums = new LinkedHashMap<List<Integer>, List<Node>>();
        for (var node : loop.results()) {
            if (node.op() instanceof Op.Reduction reduction) {
                sums.computeIfAbsent(reduction.axes(), _ -> new ArrayList<>()).add(node);
            }
        }
        var tasks = new ArrayList<GeneratedKernel>();
        var written = sumsWriteAll(loop) ? elementwise(loop) : List.<Node>of();
        for (var group : sums.values()) {
            var writes = Stream.concat(group.stream(), written.stream()).toList();
            tasks.addAll(emission.touching(SumKernels.of(loop, group, written, emission), reads(loop, writes), writes));
            written = List.of();
        }
        return tasks;
    }

    /**
     * Whether a loop's sums, whose kernel goes over all elements anyway, write the other results on the way. Not those that may
     * overwrite a variable that others still read.
     */
    private static boolean sumsWriteAll(Kernel.Pointwise loop) {
        return loop.shape().batched() && loop.results().stream().anyMatch(node -> node.op() instanceof Op.Reduction);
    }

    private static List<Node> elementwise(Kernel.Pointwise loop) {
        return loop.results().stream()
                .filter(node -> !(node.op() instanceof Op.Reduction))
                .toList();
    }

    private static GeneratedKernel elementwise(Kernel.Pointwise loop, List<Node> results, Emission emission) {
        var text = new JavaText();
        text.line("int index = context.globalIdx;");
        if (loop.shape().batched()) {
            text.line(Emission.COUNT);
        }
        text.open("if (index < " + Extent.of(loop.shape()) + ")");
        write(text, loop, results, emission);
        text.close();
        var last = results.getLast();
        return new GeneratedKernel(
                emission.name(last, what(last)),
                results.stream().map(node -> GraphText.name(node.op())).collect(Collectors.joining(", ")) + " of "
                        + loop.shape() + ", " + loop.body().size() + " operations in one",
                last,
                Grid.of(
                        Extent.most(loop.shape(), emission.capacity()),
                        emission.traits().workGroup()),
                text.toString());
    }

    /** What a loop reads for some of its results. */
    static Set<Node> reads(Kernel.Pointwise loop, Collection<Node> results) {
        var reads = new LinkedHashSet<Node>();
        var seen = new HashSet<>(results);
        var waiting = new ArrayDeque<>(results);
        while (!waiting.isEmpty()) {
            for (var operand : waiting.removeLast().operands()) {
                if (!loop.body().contains(operand)) {
                    reads.add(operand);
                } else if (seen.add(operand)) {
                    waiting.addLast(operand);
                }
            }
        }
        return reads;
    }

    /** Computes results at {@code index} and stores them. All is read before anything is written: an update may overwrite the variable it reads. */
    static void write(JavaText text, Kernel.Pointwise loop, List<Node> results, Emission emission) {
        var kernelExpressions = new KernelExpressions(loop, emission);
        var values = results.stream()
                .map(node -> kernelExpressions.write(text, node, "index"))
                .toList();
        for (var i = 0; i < results.size(); i++) {
            text.line(emission.place(results.get(i)).set("index", values.get(i)));
        }
    }

    /** What a task is called after its layer. */
    static String what(Node node) {
        return node.origin().name().equals("optimizer") ? "update" : GraphText.name(node.op());
    }
}
