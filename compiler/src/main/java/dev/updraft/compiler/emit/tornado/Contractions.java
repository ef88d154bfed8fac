package dev.updraft.compiler.emit.tornado;

import dev.updraft.compiler.schedule.Kernel;
import java.util.List;

/** Matrix products and convolutions. */
@SuppressWarnings("DoNotCallSuggester")
final class Contractions {
    private Contractions() {}

    /** A product with its bias and relu. */
    static List<Task> of(Kernel.Contraction kernel, Emission emission) {
        throw new UnsupportedOperationException(kernel.product().op().toString());
    }

    /** A gradient of a convolution. */
    static List<Task> of(Kernel.Single kernel, Emission emission) {
        throw new UnsupportedOperationException(kernel.node().op().toString());
    }
}
