package dev.updraft.compiler.emit.tornado;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.schedule.Kernel;
import java.util.List;

/** Sums over axes of a pointwise loop. */
@SuppressWarnings("DoNotCallSuggester")
final class SumKernels {
    private SumKernels() {}

    /**
     * Tasks that compute sums over the same axes.
     *
     * @param loop the kernel they belong to
     * @param sums its {@code Sum} nodes with one and the same list of axes
     */
    static List<Task> of(Kernel.Pointwise loop, List<Node> sums, Emission emission) {
        throw new UnsupportedOperationException("sums of " + loop.shape());
    }
}
