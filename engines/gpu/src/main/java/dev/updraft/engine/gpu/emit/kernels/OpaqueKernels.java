package dev.updraft.engine.gpu.emit.kernels;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.engine.gpu.emit.context.Emission;
import dev.updraft.engine.gpu.emit.context.Finish;
import dev.updraft.engine.gpu.emit.context.GeneratedKernel;
import dev.updraft.engine.gpu.emit.source.IndexMap;
import dev.updraft.engine.gpu.emit.source.Reducer;
import java.util.List;

/** Operations on whole tensors, one method each. */
public final class OpaqueKernels {
    private OpaqueKernels() {}

    public static List<GeneratedKernel> of(Kernel.Single kernel, Emission emission) {
        var node = kernel.node();
        return switch ((Op.Opaque) node.op()) {
            case Op.MatMul _, Op.Conv2d _ -> throw new IllegalArgumentException(node.op() + " is a contraction");
            case Op.Reshape _ -> throw new IllegalArgumentException(node.op() + " computes nothing");
            case Op.BatchMatMul _, Op.Conv2dInputGradient _, Op.Conv2dWeightGradient _ ->
                ProductKernels.in(kernel, emission).orElseThrow().tasks(emission);
            case Op.Transpose(var permutation) -> List.of(DataMovementKernels.transpose(node, permutation, emission));
            case Op.Concat(var axis) -> List.of(DataMovementKernels.concat(node, axis, emission));
            case Op.Slice slice -> List.of(DataMovementKernels.slice(node, slice, emission));
            case Op.Pad pad -> List.of(DataMovementKernels.pad(node, pad, emission));
            case Op.Max(var axes) -> max(node, axes, emission);
            case Op.CumulativeSum cumulativeSum -> List.of(CumulativeSumKernel.of(node, cumulativeSum, emission));
            case Op.Softmax() -> List.of(SoftmaxKernels.softmax(node, emission));
            case Op.LogSoftmax() -> List.of(SoftmaxKernels.logSoftmax(node, emission));
            case Op.OneHot(var classes) -> List.of(oneHot(node, classes, emission));
            case Op.Cast() -> List.of(RowLookupKernels.cast(node, emission));
            case Op.ToInteger() -> List.of(RowLookupKernels.toInteger(node, emission));
            case Op.ToBfloat16() -> throw new IllegalArgumentException("no kernel multiplies bfloat16");
            case Op.Gather() -> List.of(RowLookupKernels.gather(node, emission));
            case Op.ScatterAdd _ -> RowLookupKernels.scatterAdd(node, emission);
            case Op.TreeSum(var outputs) -> List.of(TreeSumKernel.of(node, outputs, emission));
            case Op.NearestRows(var k, var metric) -> List.of(NearestRowsKernel.of(node, k, metric, emission));
            case Op.MaxPool2d(var window) -> List.of(PoolKernels.max(node, window, emission));
            case Op.MaxPool2dGradient(var window) -> List.of(PoolKernels.maxGradient(node, window, emission));
            case Op.AveragePool2d(var window) -> List.of(PoolKernels.average(node, window, emission));
            case Op.AveragePool2dGradient(var window, var _) ->
                List.of(PoolKernels.averageGradient(node, window, emission));
        };
    }

    private static List<GeneratedKernel> max(Node node, List<Integer> axes, Emission emission) {
        var shape = node.operand(0).shape();
        var kept = IndexMap.axes(shape).stream()
                .filter(axis -> !axes.contains(axis))
                .toList();
        Reducer.Values terms = _ -> List.of(emission.place(node.operand(0)).get("index"));
        var comment = "Largest along axes " + axes + " of " + shape;
        return new Reduction(
                        List.of(node),
                        new Accumulator.Folded(Reducer.MAX, 1),
                        IndexMap.of(shape, kept),
                        IndexMap.of(shape, axes),
                        terms,
                        Finish.storing(List.of(emission.place(node))),
                        "max",
                        comment,
                        emission)
                .tasks();
    }

    /** A class number outside the classes gives a row of zeros. */
    private static GeneratedKernel oneHot(Node node, int classes, Emission emission) {
        var kernel = new PerElement(node, emission);
        var label = node.operand(0).op() instanceof Op.Input target
                ? emission.label(target, "i / " + classes)
                : kernel.operand(0, "i / " + classes);
        return kernel.set(
                "one_hot", "A one at the class's place of " + classes, label + " == i % " + classes + " ? 1f : 0f");
    }
}
