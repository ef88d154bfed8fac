package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameters.NOT_NEGATIVE;

import dev.updraft.compiler.layers.Regularizer;
import java.util.List;

/** Names of {@link Regularizer}s. */
final class Regularizers {
    private Regularizers() {}

    private static final Parameter<Double> L1 = optional("l1", NOT_NEGATIVE, 0.01, "factor of the absolute values");
    private static final Parameter<Double> L2 = optional("l2", NOT_NEGATIVE, 0.01, "factor of the squares");

    static final Table<Regularizer> TABLE = new Table<>(
            "regularizer",
            List.of(
                    of("none", "no penalty", _ -> Regularizer.NONE),
                    of("l1", "l1 · Σ|w|", a -> new Regularizer(a.get(L1), 0)),
                    of("l2", "l2 · Σw²", a -> new Regularizer(0, a.get(L2))),
                    of("l1_l2", "l1 · Σ|w| + l2 · Σw²", a -> new Regularizer(a.get(L1), a.get(L2)))));
}
