package dev.updraft.compiler.program;

import java.util.List;

/**
 * The step scalars of a training graph: computed by the host in float64, handed to the engine with each step.
 *
 * @param names in the order that {@link #at} gives the values
 * @param formulas one for each name
 */
public record StepScalars(List<String> names, List<StepFormula> formulas) {
    /** Of a program whose training needs none. */
    public static final StepScalars NONE = new StepScalars(List.of(), List.of());

    public StepScalars {
        names = List.copyOf(names);
        formulas = List.copyOf(formulas);
        if (names.size() != formulas.size()) {
            throw new IllegalArgumentException(formulas.size() + " formulas for the scalars " + names);
        }
    }

    /** The values at an optimizer step. */
    public double[] at(StepPosition position) {
        var values = new double[formulas.size()];
        for (var i = 0; i < values.length; i++) {
            values[i] = formulas.get(i).at(position);
        }
        return values;
    }
}
