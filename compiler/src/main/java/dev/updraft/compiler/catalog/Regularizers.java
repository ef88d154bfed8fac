package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameters.NOT_NEGATIVE;

import dev.updraft.compiler.layers.Regularizer;
import java.util.List;

/** Names of {@link Regularizer}s. */
final class Regularizers {
    private Regularizers() {}

    private static final Parameter<Double> L1 = optional("l1", NOT_NEGATIVE, 0.01, "factor for the absolute values");
    private static final Parameter<Double> L2 = optional("l2", NOT_NEGATIVE, 0.01, "factor for the squares");

    static final Table<Regularizer> TABLE = new Table<>(
            "regularizer",
            List.of(
                    of(
                            "none",
                            doc("no penalty", "penalty = 0", "features -> dense(64, kernel_regularizer: none)"),
                            _ -> Regularizer.NONE),
                    of(
                            "l1",
                            doc(
                                    "penalty on absolute values, which drives weights to 0 (lasso)",
                                    "penalty = l1 * sum(|w|)",
                                    "features -> dense(64, kernel_regularizer: l1(0.001))"),
                            a -> new Regularizer(a.get(L1), 0)),
                    of(
                            "l2",
                            doc(
                                    "penalty on squares, which keeps weights small (ridge)",
                                    "penalty = l2 * sum(w^2)",
                                    "features -> dense(64, kernel_regularizer: l2(0.001))"),
                            a -> new Regularizer(0, a.get(L2))),
                    of(
                            "l1_l2",
                            doc(
                                    "both penalties (elastic net)",
                                    "penalty = l1 * sum(|w|) + l2 * sum(w^2)",
                                    "features -> dense(64, kernel_regularizer: l1_l2(0.001, 0.01))"),
                            a -> new Regularizer(a.get(L1), a.get(L2)))));
}
