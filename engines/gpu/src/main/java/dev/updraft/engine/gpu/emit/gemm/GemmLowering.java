package dev.updraft.engine.gpu.emit.gemm;

import dev.updraft.compiler.dump.GraphText;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.engine.gpu.emit.context.Emission;
import dev.updraft.engine.gpu.emit.context.Finish;
import dev.updraft.engine.gpu.emit.context.GeneratedKernel;
import java.util.List;

/** Matrix products and convolutions: all of them are a {@link Gemm}, and all products are written in one place. */
public final class GemmLowering {
    private GemmLowering() {}

    /** A product and what becomes of it. */
    public record Work(Gemm gemm, GemmKernels.Target target) {
        public List<GeneratedKernel> tasks(Emission emission) {
            return GemmKernels.of(gemm, target, emission);
        }

        /** In how many parts the depth is cut. */
        public int parts(Emission emission) {
            return GemmKernels.parts(gemm, target, emission);
        }

        /** Elements of the result. */
        public long elements(Emission emission) {
            return GemmKernels.shape(gemm, target, emission.capacity()).elements();
        }
    }

    /** A product with its bias and relu. */
    public static Work of(Kernel.FusedGemm kernel, Finish finish, Emission emission) {
        var node = kernel.product();
        var bias = kernel.bias();
        return new Work(
                product(node, emission),
                new GemmKernels.Target(
                        node,
                        GraphText.name(node.op()),
                        finish,
                        bias == null ? null : emission.place(bias),
                        kernel.relu()));
    }

    /** A product that has no bias. */
    public static Work of(Kernel.Single kernel, Finish finish, Emission emission) {
        var node = kernel.node();
        return new Work(
                product(node, emission), new GemmKernels.Target(node, GraphText.name(node.op()), finish, null, false));
    }

    private static Gemm product(Node node, Emission emission) {
        var left = node.operand(0);
        var right = node.operand(1);
        var a = emission.place(left);
        var b = emission.place(right);
        return switch (node.op()) {
            case Op.MatMul(var transposeLeft, var transposeRight) ->
                MatMulGemm.of(a, b, left.shape(), right.shape(), transposeLeft, transposeRight);
            case Op.BatchMatMul(var transposeLeft, var transposeRight) ->
                MatMulGemm.ofEach(a, b, left.shape(), right.shape(), transposeLeft, transposeRight);
            case Op.Conv2d(var window, var groups) ->
                new ConvolutionGemm(a, b, left.shape(), node.shape(), right.shape(), window, groups);
            case Op.Conv2dInputGradient(var window, var groups, var input) ->
                new InputGradientGemm(a, b, input, left.shape(), right.shape(), window, groups);
            case Op.Conv2dWeightGradient(var window, var groups, var weights) ->
                new WeightGradientGemm(a, b, left.shape(), right.shape(), weights, window, groups);
            case Op.Source _, Op.ElementwiseOp _, Op.Opaque _ ->
                throw new IllegalArgumentException(node.op() + " is not a product");
        };
    }
}
