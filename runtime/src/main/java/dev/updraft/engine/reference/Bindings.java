package dev.updraft.engine.reference;

import dev.updraft.compiler.ops.Variable;
import java.util.Map;

/**
 * All that a graph takes from outside.
 *
 * @param batch number of samples
 * @param inputs inputs and target by name, row-major
 * @param variables the values of variables, row-major
 * @param scalars the values of step scalars by name
 * @param seed of the run, for random numbers
 * @param step number of the optimizer step, for random numbers
 * @param row place of the first sample in the data, for random numbers
 */
public record Bindings(
        int batch,
        Map<String, double[]> inputs,
        Map<Variable, double[]> variables,
        Map<String, Double> scalars,
        long seed,
        long step,
        long row) {

    /** For graphs that take inputs only. */
    public static Bindings ofInputs(int batch, Map<String, double[]> inputs) {
        return new Bindings(batch, inputs, Map.of(), Map.of(), 0, 0, 0);
    }
}
