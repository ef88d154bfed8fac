package dev.updraft.compiler.layers;

import java.util.List;

/**
 * What a weight tensor is made to fulfil after each update. Names and formulas follow Keras 3; norms are L2 norms along axes.
 */
public sealed interface Constraint {
    record None() implements Constraint {}

    /** No element below 0. */
    record NonNeg() implements Constraint {}

    /** Norms of 1. */
    record UnitNorm(List<Integer> axis) implements Constraint {
        public UnitNorm {
            axis = List.copyOf(axis);
        }
    }

    /** Norms of at most {@code maxValue}. */
    record MaxNorm(double maxValue, List<Integer> axis) implements Constraint {
        public MaxNorm {
            axis = List.copyOf(axis);
        }
    }

    /**
     * Norms from {@code minValue} to {@code maxValue}.
     *
     * @param rate how much of the way there is done in each update
     */
    record MinMaxNorm(double minValue, double maxValue, double rate, List<Integer> axis) implements Constraint {
        public MinMaxNorm {
            axis = List.copyOf(axis);
        }
    }

    /** The axes along which a norm is taken. */
    default List<Integer> axes() {
        return switch (this) {
            case None _, NonNeg _ -> List.of();
            case UnitNorm(var axis) -> axis;
            case MaxNorm(var _, var axis) -> axis;
            case MinMaxNorm(var _, var _, var _, var axis) -> axis;
        };
    }
}
