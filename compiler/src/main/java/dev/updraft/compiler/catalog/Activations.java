package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameters.NOT_NEGATIVE;
import static dev.updraft.compiler.catalog.Parameters.TRUTH;

import dev.updraft.compiler.layers.Activation;
import java.util.List;

/** Names of {@link Activation}s. */
final class Activations {
    private Activations() {}

    private static final Parameter<Double> NEGATIVE_SLOPE = negativeSlope(0.2);
    private static final Parameter<Double> ALPHA =
            optional("alpha", NOT_NEGATIVE, 1.0, "limit for large negative" + " inputs, -alpha");
    private static final Parameter<Boolean> APPROXIMATE =
            optional("approximate", TRUTH, false, "whether to use the tanh approximation, which is faster");

    static final Documentation LEAKY_RELU = doc(
            "leaky rectified linear unit: keeps a small slope for negative values",
            "y = x where x > 0, else negative_slope * x",
            "features -> dense(64, activation: leaky_relu(0.1))");

    /** In Keras 3 the slope is 0.2 as an argument {@code activation} and 0.3 as a layer of its own. */
    static Parameter<Double> negativeSlope(double defaultValue) {
        return optional("negative_slope", NOT_NEGATIVE, defaultValue, "factor for negative values");
    }

    private static final Documentation LINEAR = doc(
            "identity, the default of layers with an activation", "y = x", "features -> dense(64, activation: linear)");
    private static final Documentation RELU = doc(
            "rectified linear unit, the usual choice between layers",
            "y = max(x, 0)",
            "features -> dense(64, activation: relu)");
    private static final Documentation ELU = doc(
            "exponential linear unit, smooth if alpha is 1",
            "y = x where x > 0, else alpha * (exp(x) - 1)",
            "features -> dense(64, activation: elu)");
    private static final Documentation GELU =
            doc("Gaussian error linear unit, common in transformers", """
            y = 0.5 * x * (1 + erf(x / sqrt(2)))
            approximate: true   y = 0.5 * x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3)))
            """, "features -> dense(64, activation: gelu)");
    private static final Documentation SILU = doc(
            "sigmoid linear unit, also called swish",
            "y = x * sigmoid(x) = x / (1 + exp(-x))",
            "features -> dense(64, activation: silu)");
    private static final Documentation SIGMOID = doc(
            "maps to 0 to 1: the probability of yes, or of each label",
            "y = 1 / (1 + exp(-x))",
            "features -> dense(1, activation: sigmoid)");
    private static final Documentation TANH = doc(
            "hyperbolic tangent, maps to -1 to 1",
            "y = (exp(x) - exp(-x)) / (exp(x) + exp(-x))",
            "features -> dense(64, activation: tanh)");
    private static final Documentation SOFTMAX = doc(
                    "class probabilities: positive and summing to 1 along the last axis",
                    "y[i] = exp(x[i]) / (sum over j of exp(x[j]))",
                    "features -> dense(10, activation: softmax)")
            .noting("Losses take logits by default and apply softmax themselves: a network with such a loss should"
                    + " not end in softmax.");

    static final Table<Activation> TABLE = new Table<>(
            "activation",
            List.of(
                    of("linear", LINEAR, _ -> new Activation.Linear()),
                    of("relu", RELU, _ -> new Activation.Relu()),
                    of("leaky_relu", LEAKY_RELU, a -> new Activation.LeakyRelu(a.get(NEGATIVE_SLOPE))),
                    of("elu", ELU, a -> new Activation.Elu(a.get(ALPHA))),
                    of("gelu", GELU, a -> new Activation.Gelu(a.get(APPROXIMATE))),
                    of("silu", SILU, _ -> new Activation.Silu()),
                    of("sigmoid", SIGMOID, _ -> new Activation.Sigmoid()),
                    of("tanh", TANH, _ -> new Activation.Tanh()),
                    of("softmax", SOFTMAX, _ -> new Activation.Softmax())));
}
