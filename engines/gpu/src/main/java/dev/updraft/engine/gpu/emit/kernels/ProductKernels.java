package dev.updraft.engine.gpu.emit.kernels;

import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.engine.gpu.emit.context.Emission;
import dev.updraft.engine.gpu.emit.context.Finish;
import dev.updraft.engine.gpu.emit.gemm.GemmLowering;
import java.util.Optional;

/** The kernels that are products, with what follows them. */
public final class ProductKernels {
    private ProductKernels() {}

    /** The product that a kernel is; none if it is something else. */
    public static Optional<GemmLowering.Work> in(Kernel kernel, Emission emission) {
        return switch (kernel) {
            case Kernel.Followed followed ->
                in(followed.first(), Continuation.of(followed.first().results(), followed, emission), emission);
            case Kernel.FusedGemm _, Kernel.Single _ ->
                in(
                        kernel,
                        (text, index, values) -> text.line(
                                emission.place(kernel.results().getFirst()).set(index, values.getFirst())),
                        emission);
            case Kernel.Pointwise _ -> Optional.empty();
        };
    }

    private static Optional<GemmLowering.Work> in(Kernel kernel, Finish finish, Emission emission) {
        return switch (kernel) {
            case Kernel.FusedGemm fusedGemm -> Optional.of(GemmLowering.of(fusedGemm, finish, emission));
            case Kernel.Single single ->
                single.node().op().isContraction()
                        ? Optional.of(GemmLowering.of(single, finish, emission))
                        : Optional.empty();
            case Kernel.Pointwise _, Kernel.Followed _ -> Optional.empty();
        };
    }
}
