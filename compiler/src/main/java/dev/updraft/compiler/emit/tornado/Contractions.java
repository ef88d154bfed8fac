package dev.updraft.compiler.emit.tornado;

import dev.updraft.compiler.dump.GraphText;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.schedule.Kernel;
import java.util.List;

/** Matrix products and convolutions: all of them are a {@link Product}, and all products are written in one place. */
final class Contractions {
    private Contractions() {}

    /** A product with its bias and relu. */
    static List<Task> of(Kernel.Contraction kernel, Emission emission) {
        var node = kernel.product();
        var bias = kernel.bias();
        return ProductKernels.of(
                product(node, emission),
                new ProductKernels.Target(
                        node,
                        GraphText.name(node.op()),
                        emission.place(kernel.result()),
                        bias == null ? null : emission.place(bias),
                        kernel.relu()),
                emission);
    }

    /** A gradient of a convolution. */
    static List<Task> of(Kernel.Single kernel, Emission emission) {
        var node = kernel.node();
        return ProductKernels.of(
                product(node, emission),
                new ProductKernels.Target(node, GraphText.name(node.op()), emission.place(node), null, false),
                emission);
    }

    private static Product product(Node node, Emission emission) {
        var left = node.operand(0);
        var right = node.operand(1);
        var a = emission.place(left);
        var b = emission.place(right);
        return switch (node.op()) {
            case Op.MatMul(var transposeLeft, var transposeRight) ->
                new MatrixProduct(a, b, left.shape(), right.shape(), transposeLeft, transposeRight);
            case Op.Conv2d(var window, var groups) ->
                new ConvolutionProduct(a, b, left.shape(), node.shape(), right.shape(), window, groups);
            case Op.Conv2dInputGradient(var window, var groups, var input) ->
                new InputGradientProduct(a, b, input, left.shape(), right.shape(), window, groups);
            case Op.Conv2dWeightGradient(var window, var groups, var weights) ->
                new WeightGradientProduct(a, b, left.shape(), right.shape(), weights, window, groups);
            case Op.Source _, Op.Fusible _, Op.Whole _ ->
                throw new IllegalArgumentException(node.op() + " is no product");
        };
    }
}
