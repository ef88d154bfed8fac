package dev.updraft.engine.cpu.binding;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Window;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.onednn.DataType;
import dev.updraft.engine.cpu.onednn.OneDnn;
import dev.updraft.engine.cpu.onednn.OneDnnScope;
import dev.updraft.engine.cpu.onednn.PrimitiveTask;
import dev.updraft.engine.cpu.onednn.Relu;
import dev.updraft.engine.cpu.winograd.Winograd;
import dev.updraft.engine.cpu.winograd.Winograd.Epilogue;
import dev.updraft.engine.cpu.winograd.Winograd.Images;
import org.jspecify.annotations.Nullable;

/** Convolution and its two gradients as oneDNN primitives. Images are channels-last, weights height-width-in-out. */
final class Convolutions {
    private final BindingContext bindingContext;
    private final OneDnnScope scope;
    private final Winograd winograd;
    private final Window window;
    private final int groups;
    private final DataType type;
    private final int[] image;
    private final int[] output;
    private final int[] weights;
    private final @Nullable Long bias;

    /** @param type of the operands; the result is float32 */
    private Convolutions(
            BindingContext bindingContext,
            Window window,
            int groups,
            DataType type,
            int[] image,
            int[] weights,
            int[] output,
            boolean bias) {
        this.bindingContext = bindingContext;
        this.scope = bindingContext.scope();
        this.winograd = new Winograd(scope, bindingContext.workers());
        this.window = window;
        this.groups = groups;
        this.type = type;
        this.image = image;
        this.output = output;
        this.weights = weights;
        this.bias = bias ? scope.vector(DataType.FLOAT32, output[3]) : null;
    }

    private long image(DataType its, int[] dims) {
        return scope.image(its, dims[0], dims[1], dims[2], dims[3]);
    }

    private long weights(DataType its) {
        long height = weights[0];
        long width = weights[1];
        long in = weights[2];
        long out = weights[3];
        return groups == 1
                ? scope.layout(
                        its, new long[] {out, in, height, width}, new long[] {1, out, width * in * out, in * out})
                : scope.layout(its, new long[] {groups, out / groups, in, height, width}, new long[] {
                    out / groups, 1, out, width * in * out, in * out
                });
    }

    private long anyWeights(DataType its) {
        return groups == 1
                ? scope.anyLayout(its, weights[3], weights[2], weights[0], weights[1])
                : scope.anyLayout(its, groups, weights[3] / groups, weights[2], weights[0], weights[1]);
    }

    static CpuTask forward(BindingContext bindingContext, Kernel.FusedGemm kernel, Op.Conv2d op) {
        var product = kernel.product();
        var shapes = new Convolutions(
                bindingContext,
                op.window(),
                op.groups(),
                DataType.of(product.operand(0).type()),
                bindingContext.dims(product.operand(0)),
                bindingContext.dims(product.operand(1)),
                bindingContext.dims(product),
                kernel.bias() != null);
        var transformed = shapes.transformed(product.operand(1), false);
        return transformed == null ? shapes.forward(kernel) : shapes.forward(kernel, transformed);
    }

    /** Transformed weights; null unless it pays to transform them. */
    private @Nullable Buffer transformed(Node node, boolean turned) {
        return multipliesLess() ? bindingContext.transformed(node, turned) : null;
    }

    private boolean multipliesLess() {
        return type == DataType.FLOAT32 && Winograd.pays(window, groups, image, output);
    }

    private CpuTask forward(Kernel.FusedGemm kernel, Buffer transformed) {
        var bias = kernel.bias();
        return winograd.convolution(
                new Images(bindingContext.read(kernel.product().operand(0)), image),
                window,
                transformed,
                new Images(bindingContext.write(kernel.result()), output),
                new Epilogue(bias == null ? null : bindingContext.read(bias), kernel.relu()));
    }

    private long forwardDescriptor(Relu relu) {
        return scope.convolutionForward(
                OneDnn.FORWARD_TRAINING,
                image(type, image),
                anyWeights(type),
                bias == null ? 0 : bias,
                image(DataType.FLOAT32, output),
                window,
                scope.attributes(relu));
    }

    private CpuTask forward(Kernel.FusedGemm kernel) {
        var descriptor = forwardDescriptor(bindingContext.relu(kernel));
        var task = new PrimitiveTask.Builder(scope, bindingContext.workers(), descriptor)
                .argument(
                        OneDnn.ARG_SRC,
                        image(type, image),
                        bindingContext.read(kernel.product().operand(0)));
        weights(task, kernel.product().operand(1), scope.query(descriptor, OneDnn.QUERY_WEIGHTS));
        if (kernel.bias() != null && bias != null) {
            task.argument(OneDnn.ARG_BIAS, bias, bindingContext.read(kernel.bias()));
        }
        return task.argument(OneDnn.ARG_DST, image(DataType.FLOAT32, output), bindingContext.write(kernel.result()))
                .build();
    }

    private void weights(PrimitiveTask.Builder task, Node node, long wanted) {
        var packed = bindingContext.packed(node, Packing.Blocks.single(weights(bindingContext.stored(node)), wanted));
        if (packed != null) {
            task.argument(OneDnn.ARG_WEIGHTS, wanted, packed);
        } else {
            task.operand(OneDnn.ARG_WEIGHTS, weights(type), wanted, bindingContext.read(node));
        }
    }

    static CpuTask inputGradient(BindingContext bindingContext, Node node, Op.Conv2dInputGradient op) {
        var shapes = new Convolutions(
                bindingContext,
                op.window(),
                op.groups(),
                DataType.of(node.operand(0).type()),
                bindingContext.dims(node),
                bindingContext.dims(node.operand(1)),
                bindingContext.dims(node.operand(0)),
                false);
        var transformed = shapes.transformed(node.operand(1), true);
        return transformed == null ? shapes.inputGradient(node) : shapes.inputGradient(node, transformed);
    }

    private CpuTask inputGradient(Node node, Buffer transformed) {
        return winograd.imageGradient(
                new Images(bindingContext.read(node.operand(0)), output),
                window,
                transformed,
                new Images(bindingContext.write(node), image));
    }

    private CpuTask inputGradient(Node node) {
        var gradient = image(type, output);
        var result = image(DataType.FLOAT32, image);
        var descriptor = scope.convolutionBackwardData(
                result, anyWeights(type), gradient, window, forwardDescriptor(Relu.NONE), scope.attributes(Relu.NONE));
        var task = new PrimitiveTask.Builder(scope, bindingContext.workers(), descriptor)
                .argument(OneDnn.ARG_DIFF_DST, gradient, bindingContext.read(node.operand(0)));
        weights(task, node.operand(1), scope.query(descriptor, OneDnn.QUERY_WEIGHTS));
        return task.argument(OneDnn.ARG_DIFF_SRC, result, bindingContext.write(node))
                .build();
    }

    static CpuTask weightGradient(BindingContext bindingContext, Node node, Op.Conv2dWeightGradient op) {
        var shapes = new Convolutions(
                bindingContext,
                op.window(),
                op.groups(),
                DataType.of(node.operand(0).type()),
                bindingContext.dims(node.operand(0)),
                bindingContext.dims(node),
                bindingContext.dims(node.operand(1)),
                false);
        return shapes.multipliesLess() ? shapes.weightGradientOfTiles(node) : shapes.weightGradient(node);
    }

    private CpuTask weightGradientOfTiles(Node node) {
        return winograd.weightGradient(
                new Images(bindingContext.read(node.operand(0)), image),
                window,
                new Images(bindingContext.read(node.operand(1)), output),
                bindingContext.write(node));
    }

    private CpuTask weightGradient(Node node) {
        var gradient = image(type, output);
        var descriptor = scope.convolutionBackwardWeights(
                image(type, image),
                anyWeights(DataType.FLOAT32),
                gradient,
                window,
                forwardDescriptor(Relu.NONE),
                scope.attributes(Relu.NONE));
        return new PrimitiveTask.Builder(scope, bindingContext.workers(), descriptor)
                .argument(OneDnn.ARG_SRC, image(type, image), bindingContext.read(node.operand(0)))
                .argument(OneDnn.ARG_DIFF_DST, gradient, bindingContext.read(node.operand(1)))
                .result(
                        OneDnn.ARG_DIFF_WEIGHTS,
                        weights(DataType.FLOAT32),
                        scope.query(descriptor, OneDnn.QUERY_DIFF_WEIGHTS),
                        bindingContext.write(node))
                .build();
    }
}
