package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameters.NOT_NEGATIVE;

import dev.updraft.compiler.catalog.Arguments.Conflict;
import dev.updraft.compiler.layers.Constraint;
import java.util.List;

/** Names of {@link Constraint}s. */
final class Constraints {
    private Constraints() {}

    private static final Parameter<Double> MAX_VALUE = optional("max_value", NOT_NEGATIVE, 2.0, "largest norm");
    private static final Parameter<Double> MIN_VALUE = optional("min_value", NOT_NEGATIVE, 0.0, "smallest norm");
    private static final Parameter<Double> UPPER_VALUE = optional("max_value", NOT_NEGATIVE, 1.0, "largest norm");
    private static final Parameter<Double> RATE =
            optional("rate", Parameters.UNIT, 1.0, "fraction of the way into the interval that is done in each update");
    private static final Parameter<List<Integer>> AXIS = optional(
            "axis",
            new ParameterType.ListOf<>(new ParameterType.Whole(0, 6)),
            List.of(0),
            "0",
            "axes of the weight along which norms are computed, from 0");

    private static final String NORM =
            "|w| is the L2 norm along axis: of the weights of each unit of a dense layer with"
                    + " axis: 0, of each filter of a convolution with axis: [0, 1, 2]. Applied after each update.";

    static final Table<Constraint> TABLE = new Table<>(
            "constraint",
            List.of(
                    of(
                            "none",
                            doc("no constraint", "w = w", "features -> dense(64, kernel_constraint: none)"),
                            _ -> new Constraint.None()),
                    of(
                            "non_neg",
                            doc(
                                            "no weight below 0",
                                            "w = max(w, 0)",
                                            "features -> dense(64, kernel_constraint: non_neg)")
                                    .noting("Applied after each update."),
                            _ -> new Constraint.NonNeg()),
                    of(
                            "unit_norm",
                            doc(
                                            "norms of 1",
                                            "w = w / (|w| + 1e-7)",
                                            "features -> dense(64, kernel_constraint: unit_norm)")
                                    .noting(NORM),
                            a -> new Constraint.UnitNorm(a.get(AXIS))),
                    of(
                            "max_norm",
                            doc(
                                            "limits norms",
                                            "w = w * min(|w|, max_value) / (|w| + 1e-7)",
                                            "features -> dense(64, kernel_constraint: max_norm(3))")
                                    .noting(NORM),
                            a -> new Constraint.MaxNorm(a.get(MAX_VALUE), a.get(AXIS))),
                    of(
                            "min_max_norm",
                            doc(
                                            "keeps norms in an interval",
                                            """
                                            n = min(max(|w|, min_value), max_value)
                                            w = w * (rate * n + (1 - rate) * |w|) / (|w| + 1e-7)
                                            """,
                                            "features -> dense(64, kernel_constraint: min_max_norm(0.5, 2))")
                                    .noting(NORM),
                            Constraints::minMaxNorm)));

    private static Constraint minMaxNorm(Arguments a) {
        var min = a.get(MIN_VALUE);
        var max = a.get(UPPER_VALUE);
        if (min > max) {
            throw new Conflict(MIN_VALUE, "`min_value: %s` is above `max_value: %s`".formatted(min, max));
        }
        return new Constraint.MinMaxNorm(min, max, a.get(RATE), a.get(AXIS));
    }
}
