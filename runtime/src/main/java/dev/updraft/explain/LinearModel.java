package dev.updraft.explain;

import java.util.List;
import java.util.Locale;

/**
 * What a linear model has learnt. Of a target that is standardised, all is in the unit of the target itself.
 *
 * @param kind such as {@code logistic_regression}
 * @param outputs their names
 * @param biases what each output is where all features are 0, in the order of the outputs
 * @param coefficients by output, then feature
 */
public record LinearModel(String kind, List<String> outputs, List<Double> biases, List<Coefficient> coefficients) {
    public LinearModel {
        outputs = List.copyOf(outputs);
        biases = List.copyOf(biases);
        coefficients = List.copyOf(coefficients);
    }

    /** The coefficients of an output, in the order of the features. */
    public List<Coefficient> of(String output) {
        return coefficients.stream()
                .filter(coefficient -> coefficient.output().equals(output))
                .toList();
    }

    /** In words: {@code logistic_regression with 8 features}. */
    @Override
    public String toString() {
        var features = coefficients.size() / outputs.size();
        return String.format(
                Locale.ROOT,
                "%s with %d feature%s%s",
                kind,
                features,
                features == 1 ? "" : "s",
                outputs.size() == 1 ? "" : " and " + outputs.size() + " outputs");
    }
}
