package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameters.NOT_NEGATIVE;
import static dev.updraft.compiler.catalog.Parameters.TRUTH;

import dev.updraft.compiler.layers.Activation;
import java.util.List;

/** Names of {@link Activation}s. */
final class Activations {
    private Activations() {}

    private static final Parameter<Double> NEGATIVE_SLOPE = negativeSlope(0.2);
    private static final Parameter<Double> ALPHA = optional("alpha", NOT_NEGATIVE, 1.0, "how far below 0 it can get");
    private static final Parameter<Boolean> APPROXIMATE =
            optional("approximate", TRUTH, false, "whether by tanh, which is faster");

    static final String LEAKY_RELU = "x above 0, a little below";

    /** In Keras 3 the slope is 0.2 as an argument {@code activation} and 0.3 as a layer of its own. */
    static Parameter<Double> negativeSlope(double defaultValue) {
        return optional("negative_slope", NOT_NEGATIVE, defaultValue, "factor of what is below 0");
    }

    static final Table<Activation> TABLE = new Table<>(
            "activation",
            List.of(
                    of("linear", "x itself", _ -> new Activation.Linear()),
                    of("relu", "max(x, 0)", _ -> new Activation.Relu()),
                    of("leaky_relu", LEAKY_RELU, a -> new Activation.LeakyRelu(a.get(NEGATIVE_SLOPE))),
                    of("elu", "x above 0, alpha · (exp(x) - 1) below", a -> new Activation.Elu(a.get(ALPHA))),
                    of("gelu", "x · Φ(x), smooth", a -> new Activation.Gelu(a.get(APPROXIMATE))),
                    of("silu", "x · sigmoid(x), also called swish", _ -> new Activation.Silu()),
                    of("sigmoid", "1 / (1 + exp(-x)), a probability", _ -> new Activation.Sigmoid()),
                    of("tanh", "hyperbolic tangent, from -1 to 1", _ -> new Activation.Tanh()),
                    of("softmax", "probabilities along the last axis", _ -> new Activation.Softmax())));
}
