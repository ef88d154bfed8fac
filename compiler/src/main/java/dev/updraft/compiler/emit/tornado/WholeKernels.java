package dev.updraft.compiler.emit.tornado;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.schedule.Kernel;
import java.util.List;

/** Operations on whole tensors, one method each. */
final class WholeKernels {
    private WholeKernels() {}

    static List<Task> of(Kernel.Single kernel, Emission emission) {
        var node = kernel.node();
        return switch (node.op()) {
            case Op.Conv2dInputGradient _, Op.Conv2dWeightGradient _ -> Contractions.of(kernel, emission);
            default -> throw new UnsupportedOperationException(node.op().toString());
        };
    }
}
