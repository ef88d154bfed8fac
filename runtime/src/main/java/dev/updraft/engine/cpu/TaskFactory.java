package dev.updraft.engine.cpu;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.schedule.Kernel;
import java.util.ArrayList;
import java.util.List;

/** Which task computes which kernel. */
final class TaskFactory {
    private TaskFactory() {}

    /** The tasks of a kernel, to be run one after the other. */
    static List<Task> of(Binding binding, Kernel kernel) {
        return switch (kernel) {
            case Kernel.Pointwise pointwise -> List.of(PointwiseCompiler.compile(binding, pointwise));
            case Kernel.Contraction contraction -> List.of(contraction(binding, contraction));
            case Kernel.Single(var node) -> single(binding, node);
        };
    }

    private static Task contraction(Binding binding, Kernel.Contraction kernel) {
        return switch (kernel.product().op()) {
            case Op.MatMul op -> MatrixProducts.of(binding, kernel, op);
            case Op.Conv2d op -> Convolutions.forward(binding, kernel, op);
            case Op other -> throw new IllegalStateException(other + " as a contraction");
        };
    }

    private static List<Task> single(Binding binding, Node node) {
        return switch (node.op()) {
            case Op.Transpose op -> List.of(transpose(binding, node, op));
            case Op.Concat op -> concat(binding, node, op);
            case Op.Slice op -> List.of(slice(binding, node, op));
            case Op.Pad op -> List.of(pad(binding, node, op));
            case Op.Max op -> List.of(max(binding, node, op));
            case Op.Softmax _ -> {
                var length = node.shape().dim(-1);
                var source = binding.read(node.operand(0));
                yield List.of(Rows.softmax(source, binding.write(node), elements(binding, node) / length, length));
            }
            case Op.LogSoftmax _ -> {
                var length = node.shape().dim(-1);
                var source = binding.read(node.operand(0));
                yield List.of(Rows.logSoftmax(source, binding.write(node), elements(binding, node) / length, length));
            }
            case Op.OneHot(var classes) ->
                List.of(new Rows.OneHotTask(
                        binding.read(node.operand(0)), binding.write(node), binding.dims(node)[0], classes));
            case Op.Conv2dInputGradient op -> List.of(Convolutions.inputGradient(binding, node, op));
            case Op.Conv2dWeightGradient op -> List.of(Convolutions.weightGradient(binding, node, op));
            case Op.MaxPool2d(var window) -> List.of(Poolings.max(binding, node, window));
            case Op.MaxPool2dGradient(var window) -> List.of(Poolings.maxGradient(binding, node, window));
            case Op.AveragePool2d(var window) -> List.of(Poolings.average(binding, node, window));
            case Op.AveragePool2dGradient(var window, var _) ->
                List.of(Poolings.averageGradient(binding, node, window));
            case Op.Source _, Op.Fusible _, Op.Reshape _, Op.MatMul _, Op.Conv2d _ ->
                throw new IllegalStateException(node.op() + " alone");
        };
    }

    private static long elements(Binding binding, Node node) {
        return Strides.elements(binding.dims(node));
    }

    private static Task transpose(Binding binding, Node node, Op.Transpose op) {
        var dims = binding.dims(node);
        var from = Strides.permuted(Strides.rowMajor(binding.dims(node.operand(0))), op.permutation());
        return new CopyTask(
                binding.read(node.operand(0)), binding.write(node), dims, from, 0, Strides.rowMajor(dims), 0, 0);
    }

    private static List<Task> concat(Binding binding, Node node, Op.Concat op) {
        var to = Strides.rowMajor(binding.dims(node));
        var target = binding.write(node);
        var tasks = new ArrayList<Task>();
        var place = 0L;
        for (var operand : node.operands()) {
            var dims = binding.dims(operand);
            tasks.add(new CopyTask(
                    binding.read(operand), target, dims, Strides.rowMajor(dims), 0, to, place * to[op.axis()], 0));
            place += dims[op.axis()];
        }
        return tasks;
    }

    private static Task slice(Binding binding, Node node, Op.Slice op) {
        var dims = binding.dims(node);
        var from = Strides.rowMajor(binding.dims(node.operand(0)));
        return new CopyTask(
                binding.read(node.operand(0)),
                binding.write(node),
                dims,
                from,
                op.start() * from[op.axis()],
                Strides.rowMajor(dims),
                0,
                0);
    }

    private static Task pad(Binding binding, Node node, Op.Pad op) {
        var dims = binding.dims(node.operand(0));
        var to = Strides.rowMajor(binding.dims(node));
        return new CopyTask(
                binding.read(node.operand(0)),
                binding.write(node),
                dims,
                Strides.rowMajor(dims),
                0,
                to,
                op.before() * to[op.axis()],
                elements(binding, node) * Float.BYTES);
    }

    private static Task max(Binding binding, Node node, Op.Max op) {
        var strides = Strides.rowMajor(binding.dims(node));
        op.axes().forEach(axis -> strides[axis] = 0);
        return new MaxTask(
                binding.read(node.operand(0)),
                binding.write(node),
                binding.dims(node.operand(0)),
                strides,
                elements(binding, node));
    }
}
