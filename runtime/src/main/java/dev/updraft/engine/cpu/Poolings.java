package dev.updraft.engine.cpu;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Window;

/** Poolings and their gradients as oneDNN primitives, on channels-last images. */
final class Poolings {
    private final Binding binding;
    private final OneDnnScope scope;
    private final Window window;
    private final int algorithm;
    private final long image;
    private final long pooled;
    private final long forward;

    private Poolings(Binding binding, Window window, int algorithm, int[] image, int[] pooled) {
        this.binding = binding;
        this.scope = binding.scope();
        this.window = window;
        this.algorithm = algorithm;
        this.image = scope.image(image[0], image[1], image[2], image[3]);
        this.pooled = scope.image(pooled[0], pooled[1], pooled[2], pooled[3]);
        this.forward = scope.poolingForward(algorithm, this.image, this.pooled, window, scope.attributes(Relu.NONE));
    }

    static Task max(Binding binding, Node node, Window window) {
        var shapes =
                new Poolings(binding, window, OneDnn.POOLING_MAX, binding.dims(node.operand(0)), binding.dims(node));
        var pooling = shapes.forwardBuilder(node.operand(0))
                .argument(OneDnn.ARG_DST, shapes.pooled, binding.write(node))
                .build();
        return new MaxPoolTask(
                pooling,
                binding.read(node.operand(0)),
                binding.write(node),
                window,
                binding.dims(node.operand(0)),
                binding.dims(node));
    }

    static Task average(Binding binding, Node node, Window window) {
        var shapes = new Poolings(
                binding,
                window,
                OneDnn.POOLING_AVERAGE_EXCLUDE_PADDING,
                binding.dims(node.operand(0)),
                binding.dims(node));
        return new PrimitiveTask.Builder(shapes.scope, binding.workers(), shapes.forward)
                .argument(OneDnn.ARG_SRC, shapes.image, binding.read(node.operand(0)))
                .argument(OneDnn.ARG_DST, shapes.pooled, binding.write(node))
                .build();
    }

    /** Takes the workspace that the forward pass has left, or makes it first where the graph has no forward pass. */
    static Task maxGradient(Binding binding, Node node, Window window) {
        var shapes =
                new Poolings(binding, window, OneDnn.POOLING_MAX, binding.dims(node), binding.dims(node.operand(1)));
        return shapes.maxGradient(node);
    }

    private Task maxGradient(Node node) {
        var layout = scope.query(forward, OneDnn.QUERY_WORKSPACE);
        var builder = backwardBuilder(node, node.operand(1));
        if (binding.pools(node.operand(0), window)) {
            var workspace = binding.workspace(node.operand(0), window, scope.size(layout));
            return builder.argument(OneDnn.ARG_WORKSPACE, layout, workspace).build();
        }
        var workspace = builder.scratch(scope.size(layout));
        var first = new Primitive(
                scope,
                forward,
                binding.workers(),
                new Primitive.Argument(OneDnn.ARG_SRC, image, binding.read(node.operand(0))),
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

    static Task averageGradient(Binding binding, Node node, Window window) {
        var shapes = new Poolings(
                binding,
                window,
                OneDnn.POOLING_AVERAGE_EXCLUDE_PADDING,
                binding.dims(node),
                binding.dims(node.operand(0)));
        return shapes.backwardBuilder(node, node.operand(0)).build();
    }

    private PrimitiveTask.Builder forwardBuilder(Node source) {
        var workspace = scope.query(forward, OneDnn.QUERY_WORKSPACE);
        return new PrimitiveTask.Builder(scope, binding.workers(), forward)
                .argument(OneDnn.ARG_SRC, image, binding.read(source))
                .argument(OneDnn.ARG_WORKSPACE, workspace, binding.workspace(source, window, scope.size(workspace)));
    }

    private PrimitiveTask.Builder backwardBuilder(Node node, Node gradient) {
        var descriptor = scope.poolingBackward(algorithm, image, pooled, window, forward, scope.attributes(Relu.NONE));
        return new PrimitiveTask.Builder(scope, binding.workers(), descriptor)
                .argument(OneDnn.ARG_DIFF_DST, pooled, binding.read(gradient))
                .argument(OneDnn.ARG_DIFF_SRC, image, binding.write(node));
    }
}
