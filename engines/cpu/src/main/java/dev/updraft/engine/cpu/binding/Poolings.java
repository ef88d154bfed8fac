package dev.updraft.engine.cpu.binding;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Window;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.loops.MaxPoolTask;
import dev.updraft.engine.cpu.onednn.DataType;
import dev.updraft.engine.cpu.onednn.OneDnn;
import dev.updraft.engine.cpu.onednn.OneDnnScope;
import dev.updraft.engine.cpu.onednn.Primitive;
import dev.updraft.engine.cpu.onednn.PrimitiveTask;
import dev.updraft.engine.cpu.onednn.Relu;

/** Poolings and their gradients as oneDNN primitives, on channels-last images. */
final class Poolings {
    private final BindingContext bindingContext;
    private final OneDnnScope scope;
    private final Window window;
    private final int algorithm;
    private final long image;
    private final long pooled;
    private final long forward;

    private Poolings(BindingContext bindingContext, Window window, int algorithm, int[] image, int[] pooled) {
        this.bindingContext = bindingContext;
        this.scope = bindingContext.scope();
        this.window = window;
        this.algorithm = algorithm;
        this.image = scope.image(DataType.FLOAT32, image[0], image[1], image[2], image[3]);
        this.pooled = scope.image(DataType.FLOAT32, pooled[0], pooled[1], pooled[2], pooled[3]);
        this.forward = scope.poolingForward(algorithm, this.image, this.pooled, window, scope.attributes(Relu.NONE));
    }

    static CpuTask max(BindingContext bindingContext, Node node, Window window) {
        var shapes = new Poolings(
                bindingContext,
                window,
                OneDnn.POOLING_MAX,
                bindingContext.dims(node.operand(0)),
                bindingContext.dims(node));
        var pooling = shapes.forwardBuilder(node.operand(0))
                .argument(OneDnn.ARG_DST, shapes.pooled, bindingContext.write(node))
                .build();
        return new MaxPoolTask(
                pooling,
                bindingContext.read(node.operand(0)),
                bindingContext.write(node),
                window,
                bindingContext.dims(node.operand(0)),
                bindingContext.dims(node));
    }

    static CpuTask average(BindingContext bindingContext, Node node, Window window) {
        var shapes = new Poolings(
                bindingContext,
                window,
                OneDnn.POOLING_AVERAGE_EXCLUDE_PADDING,
                bindingContext.dims(node.operand(0)),
                bindingContext.dims(node));
        return new PrimitiveTask.Builder(shapes.scope, bindingContext.workers(), shapes.forward)
                .argument(OneDnn.ARG_SRC, shapes.image, bindingContext.read(node.operand(0)))
                .argument(OneDnn.ARG_DST, shapes.pooled, bindingContext.write(node))
                .build();
    }

    /** Takes the workspace that the forward pass has left, or makes it first where the graph has no forward pass. */
    static CpuTask maxGradient(BindingContext bindingContext, Node node, Window window) {
        var shapes = new Poolings(
                bindingContext,
                window,
                OneDnn.POOLING_MAX,
                bindingContext.dims(node),
                bindingContext.dims(node.operand(1)));
        return shapes.maxGradient(node);
    }

    private CpuTask maxGradient(Node node) {
        var layout = scope.query(forward, OneDnn.QUERY_WORKSPACE);
        var builder = backwardBuilder(node, node.operand(1));
        if (bindingContext.pools(node.operand(0), window)) {
            var workspace = bindingContext.workspace(node.operand(0), window, scope.size(layout));
            return builder.argument(OneDnn.ARG_WORKSPACE, layout, workspace).build();
        }
        var workspace = builder.scratch(scope.size(layout));
        var first = new Primitive(
                scope,
                forward,
                bindingContext.workers(),
                new Primitive.Argument(OneDnn.ARG_SRC, image, bindingContext.read(node.operand(0))),
                new Primitive.Argument(OneDnn.ARG_DST, pooled, builder.scratch(scope.size(pooled))),
                new Primitive.Argument(OneDnn.ARG_WORKSPACE, layout, workspace),
                new Primitive.Argument(
                        OneDnn.ARG_SCRATCHPAD,
                        scope.query(forward, OneDnn.QUERY_SCRATCHPAD),
                        builder.scratch(scope.size(scope.query(forward, OneDnn.QUERY_SCRATCHPAD)))));
        return builder.first(first)
                .argument(OneDnn.ARG_WORKSPACE, layout, workspace)
                .build();
    }

    static CpuTask averageGradient(BindingContext bindingContext, Node node, Window window) {
        var shapes = new Poolings(
                bindingContext,
                window,
                OneDnn.POOLING_AVERAGE_EXCLUDE_PADDING,
                bindingContext.dims(node),
                bindingContext.dims(node.operand(0)));
        return shapes.backwardBuilder(node, node.operand(0)).build();
    }

    private PrimitiveTask.Builder forwardBuilder(Node source) {
        var workspace = scope.query(forward, OneDnn.QUERY_WORKSPACE);
        return new PrimitiveTask.Builder(scope, bindingContext.workers(), forward)
                .argument(OneDnn.ARG_SRC, image, bindingContext.read(source))
                .argument(
                        OneDnn.ARG_WORKSPACE,
                        workspace,
                        bindingContext.workspace(source, window, scope.size(workspace)));
    }

    private PrimitiveTask.Builder backwardBuilder(Node node, Node gradient) {
        var descriptor = scope.poolingBackward(algorithm, image, pooled, window, forward, scope.attributes(Relu.NONE));
        return new PrimitiveTask.Builder(scope, bindingContext.workers(), descriptor)
                .argument(OneDnn.ARG_DIFF_DST, pooled, bindingContext.read(gradient))
                .argument(OneDnn.ARG_DIFF_SRC, image, bindingContext.write(node));
    }
}
