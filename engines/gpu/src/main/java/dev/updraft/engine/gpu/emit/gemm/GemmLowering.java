package dev.updraft.engine.gpu.emit.gemm;

import dev.updraft.compiler.dump.GraphText;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.engine.gpu.emit.context.Emission;
import dev.updraft.engine.gpu.emit.context.GeneratedKernel;
import java.util.List;
import java.util.Optional;

/** Matrix products and convolutions: all of them are a {@link Gemm}, and all products are written in one place. */
public final class GemmLowering {
    private GemmLowering() {}

    /** A product and what becomes of it. */
    public record Work(Gemm gemm, GemmKernels.Target target) {
        public List<GeneratedKernel> tasks(Emission emission) {
            return GemmKernels.of(gemm, target, emission);
        }
    }

    /** The product that a kernel is; none if it is something else. */
    public static Optional<Work> in(Kernel kernel, Emission emission) {
        return switch (kernel) {
            case Kernel.FusedGemm fusedGemm -> Optional.of(of(fusedGemm, emission));
            case Kernel.Single single ->
                single.node().op().isContraction() ? Optional.of(of(single, emission)) : Optional.empty();
            case Kernel.Pointwise _, Kernel.ProductLoop _ -> Optional.empty();
        };
    }

    /** A product with its bias and relu. */
    public static Work of(Kernel.FusedGemm kernel, Emission emission) {
        var node = kernel.product();
        var bias = kernel.bias();
        return new Work(
                product(node, emission),
                new GemmKernels.Target(
                        node,
                        GraphText.name(node.op()),
                        emission.place(kernel.result()),
                        bias == null ? null : emission.place(bias),
                        kernel.relu()));
    }

    /** A product that nothing follows. */
    public static Work of(Kernel.Single kernel, Emission emission) {
        var node = kernel.node();
        return new Work(
                product(node, emission),
                new GemmKernels.Target(node, GraphText.name(node.op()), emission.place(node), null, false));
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
