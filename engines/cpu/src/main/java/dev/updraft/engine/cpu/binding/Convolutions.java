package dev.updraft.engine.cpu.binding;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Window;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.onednn.OneDnn;
import dev.updraft.engine.cpu.onednn.OneDnnScope;
import dev.updraft.engine.cpu.onednn.PrimitiveTask;
import dev.updraft.engine.cpu.onednn.Relu;
import org.jspecify.annotations.Nullable;

/** Convolution and its two gradients as oneDNN primitives. Images are channels-last, weights height-width-in-out. */
final class Convolutions {
    private final BindingContext bindingContext;
    private final OneDnnScope scope;
    private final Window window;
    private final int groups;
    private final long image;
    private final long output;
    private final long weights;
    private final long anyWeights;
    private final @Nullable Long bias;

    private Convolutions(
            BindingContext bindingContext,
            Window window,
            int groups,
            int[] image,
            int[] weights,
            int[] output,
            boolean bias) {
        this.bindingContext = bindingContext;
        this.scope = bindingContext.scope();
        this.window = window;
        this.groups = groups;
        this.image = scope.image(image[0], image[1], image[2], image[3]);
        this.output = scope.image(output[0], output[1], output[2], output[3]);
        this.weights = weights(weights);
        this.anyWeights = anyWeights(weights);
        this.bias = bias ? scope.vector(output[3]) : null;
    }

    private long weights(int[] dims) {
        long height = dims[0];
        long width = dims[1];
        long in = dims[2];
        long out = dims[3];
        return groups == 1
                ? scope.layout(new long[] {out, in, height, width}, new long[] {1, out, width * in * out, in * out})
                : scope.layout(
                        new long[] {groups, out / groups, in, height, width},
                        new long[] {out / groups, 1, out, width * in * out, in * out});
    }

    private long anyWeights(int[] dims) {
        return groups == 1
                ? scope.anyLayout(dims[3], dims[2], dims[0], dims[1])
                : scope.anyLayout(groups, dims[3] / groups, dims[2], dims[0], dims[1]);
    }

    static CpuTask forward(BindingContext bindingContext, Kernel.FusedGemm kernel, Op.Conv2d op) {
        var product = kernel.product();
        var shapes = new Convolutions(
                bindingContext,
                op.window(),
                op.groups(),
                bindingContext.dims(product.operand(0)),
                bindingContext.dims(product.operand(1)),
                bindingContext.dims(product),
                kernel.bias() != null);
        return shapes.forward(kernel);
    }

    private long forwardDescriptor(Relu relu) {
        return scope.convolutionForward(
                OneDnn.FORWARD_TRAINING,
                image,
                anyWeights,
                bias == null ? 0 : bias,
                output,
                window,
                scope.attributes(relu));
    }

    private CpuTask forward(Kernel.FusedGemm kernel) {
        var descriptor = forwardDescriptor(bindingContext.relu(kernel));
        var task = new PrimitiveTask.Builder(scope, bindingContext.workers(), descriptor)
                .argument(
                        OneDnn.ARG_SRC,
                        image,
                        bindingContext.read(kernel.product().operand(0)));
        weights(task, kernel.product().operand(1), scope.query(descriptor, OneDnn.QUERY_WEIGHTS));
        if (kernel.bias() != null && bias != null) {
            task.argument(OneDnn.ARG_BIAS, bias, bindingContext.read(kernel.bias()));
        }
        return task.argument(OneDnn.ARG_DST, output, bindingContext.write(kernel.result()))
                .build();
    }

    private void weights(PrimitiveTask.Builder task, Node node, long wanted) {
        var packed = bindingContext.packed(node, Packing.Blocks.single(weights, wanted));
        if (packed != null) {
            task.argument(OneDnn.ARG_WEIGHTS, wanted, packed);
        } else {
            task.operand(OneDnn.ARG_WEIGHTS, weights, wanted, bindingContext.read(node));
        }
    }

    static CpuTask inputGradient(BindingContext bindingContext, Node node, Op.Conv2dInputGradient op) {
        var shapes = new Convolutions(
                bindingContext,
                op.window(),
                op.groups(),
                bindingContext.dims(node),
                bindingContext.dims(node.operand(1)),
                bindingContext.dims(node.operand(0)),
                false);
        return shapes.inputGradient(node);
    }

    private CpuTask inputGradient(Node node) {
        var descriptor = scope.convolutionBackwardData(
                image, anyWeights, output, window, forwardDescriptor(Relu.NONE), scope.attributes(Relu.NONE));
        var task = new PrimitiveTask.Builder(scope, bindingContext.workers(), descriptor)
                .argument(OneDnn.ARG_DIFF_DST, output, bindingContext.read(node.operand(0)));
        weights(task, node.operand(1), scope.query(descriptor, OneDnn.QUERY_WEIGHTS));
        return task.argument(OneDnn.ARG_DIFF_SRC, image, bindingContext.write(node))
                .build();
    }

    static CpuTask weightGradient(BindingContext bindingContext, Node node, Op.Conv2dWeightGradient op) {
        var shapes = new Convolutions(
                bindingContext,
                op.window(),
                op.groups(),
                bindingContext.dims(node.operand(0)),
                bindingContext.dims(node),
                bindingContext.dims(node.operand(1)),
                false);
        return shapes.weightGradient(node);
    }

    private CpuTask weightGradient(Node node) {
        var descriptor = scope.convolutionBackwardWeights(
                image, anyWeights, output, window, forwardDescriptor(Relu.NONE), scope.attributes(Relu.NONE));
        return new PrimitiveTask.Builder(scope, bindingContext.workers(), descriptor)
                .argument(OneDnn.ARG_SRC, image, bindingContext.read(node.operand(0)))
                .argument(OneDnn.ARG_DIFF_DST, output, bindingContext.read(node.operand(1)))
                .result(
                        OneDnn.ARG_DIFF_WEIGHTS,
                        weights,
                        scope.query(descriptor, OneDnn.QUERY_DIFF_WEIGHTS),
                        bindingContext.write(node))
                .build();
    }
}
