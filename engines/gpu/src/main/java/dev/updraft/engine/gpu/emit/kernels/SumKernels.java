package dev.updraft.engine.gpu.emit.kernels;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.engine.gpu.emit.context.Emission;
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
     * @param sums its {@code Sum} nodes with one and the same list of axes
     */
    static List<GeneratedKernel> of(Kernel.Pointwise loop, List<Node> sums, Emission emission) {
        var tasks = new ArrayList<GeneratedKernel>();
        for (var from = 0; from < sums.size(); from += TOGETHER) {
            tasks.addAll(together(loop, sums.subList(from, Math.min(sums.size(), from + TOGETHER)), emission));
        }
        return tasks;
    }

    private static List<GeneratedKernel> together(Kernel.Pointwise loop, List<Node> sums, Emission emission) {
        var shape = loop.shape();
        var axes = ((Op.Sum) sums.getFirst().op()).axes();
        var kept = IndexMap.axes(shape).stream()
                .filter(axis -> !axes.contains(axis))
                .toList();
        Reducer.Values terms = text -> {
            var kernelExpressions = new KernelExpressions(loop, emission);
            return sums.stream()
                    .map(sum -> kernelExpressions.write(text, sum.operand(0), "index"))
                    .toList();
        };
        var comment = (sums.size() == 1 ? "Sum" : sums.size() + " sums") + " over axes " + axes + " of " + shape;
        return new Reduction(
                        sums,
                        Reducer.SUM,
                        IndexMap.of(shape, kept),
                        IndexMap.of(shape, axes),
                        terms,
                        "sum",
                        comment,
                        emission)
                .tasks();
    }
}
