package dev.updraft.engine.cpu.binding;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.loops.CopyTask;
import dev.updraft.engine.cpu.loops.CumulativeSumTask;
import dev.updraft.engine.cpu.loops.MaxTask;
import dev.updraft.engine.cpu.loops.RowKernels;
import dev.updraft.engine.cpu.loops.RowLookup;
import dev.updraft.engine.cpu.loops.Strides;
import dev.updraft.engine.cpu.loops.TreeSumTask;
import dev.updraft.engine.cpu.onednn.DataType;
import dev.updraft.engine.cpu.onednn.PrimitiveTask;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Which task computes which kernel. */
final class TaskFactory {
    private TaskFactory() {}

    /** The tasks of a kernel, to be run one after the other. */
    static List<CpuTask> of(BindingContext bindingContext, Kernel kernel) {
        return switch (kernel) {
            case Kernel.Pointwise pointwise -> List.of(PointwiseCompiler.compile(bindingContext, pointwise));
            case Kernel.FusedGemm fusedGemm -> List.of(gemm(bindingContext, fusedGemm));
            case Kernel.Followed followed -> List.of(followed(bindingContext, followed));
            case Kernel.Single(var node) -> single(bindingContext, node);
        };
    }

    private static CpuTask followed(BindingContext bindingContext, Kernel.Followed kernel) {
        if (!Collections.disjoint(kernel.results(), kernel.first().results())) {
            throw new IllegalArgumentException(kernel + " whose first part is read where there are shards");
        }
        return switch (kernel.first()) {
            case Kernel.FusedGemm product -> MatrixProducts.withLoop(bindingContext, product, kernel.after());
            case Kernel.Single(var node)
            when node.op() instanceof Op.ScatterAdd -> RowSums.withLoop(bindingContext, node, kernel.after());
            case Kernel.Single _, Kernel.Pointwise _, Kernel.Followed _ ->
                throw new IllegalArgumentException(kernel + " where there are shards");
        };
    }

    private static CpuTask gemm(BindingContext bindingContext, Kernel.FusedGemm kernel) {
        return switch (kernel.product().op()) {
            case Op.MatMul op -> MatrixProducts.of(bindingContext, kernel, op);
            case Op.Conv2d op -> Convolutions.forward(bindingContext, kernel, op);
            case Op other -> throw new IllegalStateException(other + " as a product");
        };
    }

    private static List<CpuTask> single(BindingContext bindingContext, Node node) {
        return switch (node.op()) {
            case Op.Transpose op -> List.of(transpose(bindingContext, node, op));
            case Op.Concat op -> concat(bindingContext, node, op);
            case Op.Slice op -> List.of(slice(bindingContext, node, op));
            case Op.Pad op -> List.of(pad(bindingContext, node, op));
            case Op.Max op -> List.of(max(bindingContext, node, op));
            case Op.CumulativeSum op -> List.of(cumulativeSum(bindingContext, node, op));
            case Op.Softmax _ -> {
                var length = node.shape().dim(-1);
                var source = bindingContext.read(node.operand(0));
                yield List.of(RowKernels.softmax(
                        source, bindingContext.write(node), elements(bindingContext, node) / length, length));
            }
            case Op.LogSoftmax _ -> {
                var length = node.shape().dim(-1);
                var source = bindingContext.read(node.operand(0));
                yield List.of(RowKernels.logSoftmax(
                        source, bindingContext.write(node), elements(bindingContext, node) / length, length));
            }
            case Op.OneHot(var classes) ->
                List.of(new RowKernels.OneHotTask(
                        bindingContext.read(node.operand(0)),
                        bindingContext.write(node),
                        Math.toIntExact(elements(bindingContext, node) / classes),
                        classes));
            case Op.Cast _ ->
                List.of(new RowLookup.CastTask(
                        bindingContext.read(node.operand(0)),
                        bindingContext.write(node),
                        elements(bindingContext, node)));
            case Op.ToInteger _ ->
                List.of(new RowLookup.ToIntegerTask(
                        bindingContext.read(node.operand(0)),
                        bindingContext.write(node),
                        elements(bindingContext, node)));
            case Op.ToBfloat16 _ -> List.of(toBfloat16(bindingContext, node));
            case Op.Gather _ -> List.of(gather(bindingContext, node));
            case Op.ScatterAdd _ -> List.of(RowSums.of(bindingContext, node));
            case Op.TreeSum(var outputs) -> List.of(treeSum(bindingContext, node, outputs));
            case Op.NearestRows op -> List.of(NearestNeighbours.of(bindingContext, node, op));
            case Op.BatchMatMul op -> List.of(MatrixProducts.ofEach(bindingContext, node, op));
            case Op.Conv2dInputGradient op -> List.of(Convolutions.inputGradient(bindingContext, node, op));
            case Op.Conv2dWeightGradient op -> List.of(Convolutions.weightGradient(bindingContext, node, op));
            case Op.MaxPool2d(var window) -> List.of(Poolings.max(bindingContext, node, window));
            case Op.MaxPool2dGradient(var window) -> List.of(Poolings.maxGradient(bindingContext, node, window));
            case Op.AveragePool2d(var window) -> List.of(Poolings.average(bindingContext, node, window));
            case Op.AveragePool2dGradient(var window, var _) ->
                List.of(Poolings.averageGradient(bindingContext, node, window));
            case Op.Source _, Op.ElementwiseOp _, Op.Reshape _, Op.MatMul _, Op.Conv2d _ ->
                throw new IllegalStateException(node.op() + " alone");
        };
    }

    private static long elements(BindingContext bindingContext, Node node) {
        return Strides.elements(bindingContext.dims(node));
    }

    private static CpuTask toBfloat16(BindingContext bindingContext, Node node) {
        var scope = bindingContext.scope();
        var elements = elements(bindingContext, node);
        return PrimitiveTask.reorderTask(
                scope,
                bindingContext.workers(),
                scope.vector(DataType.FLOAT32, elements),
                bindingContext.read(node.operand(0)),
                0,
                scope.vector(DataType.BFLOAT16, elements),
                bindingContext.write(node),
                1);
    }

    private static CpuTask transpose(BindingContext bindingContext, Node node, Op.Transpose op) {
        var dims = bindingContext.dims(node);
        var from = Strides.permuted(Strides.rowMajor(bindingContext.dims(node.operand(0))), op.permutation());
        return new CopyTask(
                bindingContext.read(node.operand(0)),
                bindingContext.write(node),
                dims,
                from,
                0,
                Strides.rowMajor(dims),
                0,
                0);
    }

    private static List<CpuTask> concat(BindingContext bindingContext, Node node, Op.Concat op) {
        var to = Strides.rowMajor(bindingContext.dims(node));
        var target = bindingContext.write(node);
        var tasks = new ArrayList<CpuTask>();
        var place = 0L;
        for (var operand : node.operands()) {
            var dims = bindingContext.dims(operand);
            tasks.add(new CopyTask(
                    bindingContext.read(operand),
                    target,
                    dims,
                    Strides.rowMajor(dims),
                    0,
                    to,
                    place * to[op.axis()],
                    0));
            place += dims[op.axis()];
        }
        return tasks;
    }

    private static CpuTask slice(BindingContext bindingContext, Node node, Op.Slice op) {
        var dims = bindingContext.dims(node);
        var from = Strides.rowMajor(bindingContext.dims(node.operand(0)));
        return new CopyTask(
                bindingContext.read(node.operand(0)),
                bindingContext.write(node),
                dims,
                from,
                op.start() * from[op.axis()],
                Strides.rowMajor(dims),
                0,
                0);
    }

    private static CpuTask pad(BindingContext bindingContext, Node node, Op.Pad op) {
        var dims = bindingContext.dims(node.operand(0));
        var to = Strides.rowMajor(bindingContext.dims(node));
        return new CopyTask(
                bindingContext.read(node.operand(0)),
                bindingContext.write(node),
                dims,
                Strides.rowMajor(dims),
                0,
                to,
                op.before() * to[op.axis()],
                elements(bindingContext, node) * Float.BYTES);
    }

    private static CpuTask max(BindingContext bindingContext, Node node, Op.Max op) {
        var strides = Strides.rowMajor(bindingContext.dims(node));
        op.axes().forEach(axis -> strides[axis] = 0);
        return new MaxTask(
                bindingContext.read(node.operand(0)),
                bindingContext.write(node),
                bindingContext.dims(node.operand(0)),
                strides,
                elements(bindingContext, node));
    }

    private static CpuTask cumulativeSum(BindingContext bindingContext, Node node, Op.CumulativeSum op) {
        var length = node.shape().dim(op.axis());
        var stride = Strides.rowMajor(bindingContext.dims(node))[op.axis()];
        return new CumulativeSumTask(
                bindingContext.read(node.operand(0)),
                bindingContext.write(node),
                elements(bindingContext, node) / (length * stride),
                length,
                stride,
                op.reverse());
    }

    private static CpuTask gather(BindingContext bindingContext, Node node) {
        var rows = node.operand(0).shape().dim(0);
        return new RowLookup.GatherTask(
                bindingContext.read(node.operand(0)),
                bindingContext.read(node.operand(1)),
                bindingContext.write(node),
                elements(bindingContext, node.operand(1)),
                rows,
                elements(bindingContext, node.operand(0)) / rows);
    }

    private static CpuTask treeSum(BindingContext bindingContext, Node node, int outputs) {
        return new TreeSumTask(
                bindingContext.read(node.operand(0)),
                bindingContext.read(node.operand(1)),
                bindingContext.trees(node, outputs),
                bindingContext.write(node),
                Math.toIntExact(elements(bindingContext, node) / outputs),
                node.operand(0).shape().dim(1),
                outputs,
                bindingContext.workers());
    }
}
