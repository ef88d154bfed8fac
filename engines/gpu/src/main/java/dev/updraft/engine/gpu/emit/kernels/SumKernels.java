package dev.updraft.engine.gpu.emit.kernels;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.engine.gpu.emit.context.Emission;
import dev.updraft.engine.gpu.emit.context.Finish;
import dev.updraft.engine.gpu.emit.context.GeneratedKernel;
import dev.updraft.engine.gpu.emit.source.IndexMap;
import dev.updraft.engine.gpu.emit.source.Reducer;
import java.util.ArrayList;
import java.util.List;

/** Sums over axes of a pointwise loop. Their terms are computed where they are added, and lie nowhere in memory. */
final class SumKernels {
    /** Sums of one task; more would want more registers and local memory than there are. */
    private static final int TOGETHER = 8;

    private SumKernels() {}

    /**
     * Tasks that compute sums over the same axes.
     *
     * @param loop the kernel they belong to
     * @param sums its reductions over one and the same list of axes
     * @param written its element-wise results that are written on the way
     */
    static List<GeneratedKernel> of(Kernel.Pointwise loop, List<Node> sums, List<Node> written, Emission emission) {
        var tasks = new ArrayList<GeneratedKernel>();
        for (var from = 0; from < sums.size(); from += TOGETHER) {
            var some = sums.subList(from, Math.min(sums.size(), from + TOGETHER));
            var places = some.stream().map(emission::place).toList();
            tasks.addAll(together(loop, some, from == 0 ? written : List.of(), Finish.storing(places), emission));
        }
        return tasks;
    }

    /** Tasks of a loop whose sums another loop goes on with: all in one task, as they go together there. */
    static List<GeneratedKernel> of(Kernel.Followed kernel, Kernel.Pointwise loop, Emission emission) {
        var sums = loop.results().stream()
                .filter(node -> node.op() instanceof Op.Reduction)
                .toList();
        var written = loop.results().stream()
                .filter(node -> !(node.op() instanceof Op.Reduction))
                .toList();
        return together(loop, sums, written, Continuation.of(sums, kernel, emission), emission);
    }

    private static Accumulator accumulator(List<Node> sums) {
        return sums.stream().allMatch(node -> node.op() instanceof Op.Sum)
                ? new Accumulator.Folded(Reducer.SUM, sums.size())
                : new Deviations(sums);
    }

    private static List<GeneratedKernel> together(
            Kernel.Pointwise loop, List<Node> sums, List<Node> written, Finish finish, Emission emission) {
        var shape = loop.shape();
        var axes = ((Op.Reduction) sums.getFirst().op()).axes();
        var kept = IndexMap.axes(shape).stream()
                .filter(axis -> !axes.contains(axis))
                .toList();
        Reducer.Values terms = text -> {
            var kernelExpressions = new KernelExpressions(loop, emission);
            for (var node : written) {
                var value = kernelExpressions.write(text, node, "index");
                text.line(emission.place(node).set("index", value));
            }
            return sums.stream()
                    .map(sum -> kernelExpressions.write(text, sum.operand(0), "index"))
                    .toList();
        };
        var comment = (sums.size() == 1 ? "Sum" : sums.size() + " sums") + " over axes " + axes + " of " + shape
                + (written.isEmpty() ? "" : ", whose terms are written too");
        return new Reduction(
                        sums,
                        accumulator(sums),
                        IndexMap.of(shape, kept),
                        IndexMap.of(shape, axes),
                        terms,
                        finish,
                        "sum",
                        comment,
                        emission)
                .tasks();
    }
}
