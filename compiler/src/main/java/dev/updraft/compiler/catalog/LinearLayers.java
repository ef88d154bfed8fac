package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.open;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameters.COUNT;
import static dev.updraft.compiler.catalog.Parameters.NOT_NEGATIVE;
import static dev.updraft.compiler.catalog.Parameters.POSITIVE;
import static dev.updraft.compiler.catalog.Parameters.UNIT;
import static dev.updraft.compiler.catalog.Parameters.USE_BIAS;

import dev.updraft.compiler.catalog.Declaration.Values;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.LinearLayer;
import dev.updraft.compiler.layers.LinearLayer.Kind;
import dev.updraft.compiler.layers.LinearLayer.Penalty;
import java.util.List;
import java.util.Optional;

/** Names of the {@link LinearLayer}s. */
final class LinearLayers {
    private LinearLayers() {}

    private static final Parameter<Double> ALPHA = optional("alpha", NOT_NEGATIVE, 0.0, "strength of the penalty");
    private static final Parameter<Double> C =
            optional("c", POSITIVE, 1.0, "how much the samples count beside the penalty");
    private static final Parameter<Double> L1_RATIO =
            optional("l1_ratio", UNIT, 0.0, "part of the penalty that is on absolute values: 0 ridge, 1 lasso");
    private static final Parameter<Optional<Integer>> OUTPUTS =
            open("outputs", COUNT, "those of the target", "number of outputs");
    private static final Parameter<Double> TOLERANCE = optional(
            "tolerance", POSITIVE, 1e-8, "ends where the gradient is this small beside the gradient of the first step");
    private static final Parameter<Integer> MAX_STEPS =
            optional("max_steps", COUNT, 1000, "most steps, one an epoch, if the tolerance is not reached");

    private static final String SHAPES = "[batch, ...] -> [batch, outputs]";
    private static final String SAMPLES =
            "No optimizer, epochs or batch_size: its weights are found from all samples at"
                    + " once, by a method for linear models. Any loss whose samples do not see each other. The bias has no"
                    + " penalty. Numbers should be of like size, as encode or standardize makes them, for the penalty treats all"
                    + " alike.";
    private static final Documentation REGRESSION = doc(
                    "linear regression, with a penalty ridge, lasso or elastic net",
                    SHAPES,
                    """
                    y = x · kernel + bias, with the weights that make smallest
                    loss + alpha · (2 · l1_ratio · Σ|w| + (1 - l1_ratio) · Σ w²)
                    """,
                    "customer -> encode -> linear_regression(alpha: 0.01) -> price")
            .noting(SAMPLES
                    + " With the loss mse, alpha is that of scikit-learn's Lasso and ElasticNet; that of its Ridge is to be"
                    + " divided by the number of samples.");
    private static final Documentation LOGISTIC = doc(
                    "logistic regression: the logits of classes as a weighted sum",
                    SHAPES,
                    """
                    y = x · kernel + bias, with the weights that make smallest
                    c · sum of losses + l1_ratio · Σ|w| + (1 - l1_ratio) / 2 · Σ w²
                    """,
                    "customer -> encode -> logistic_regression(c: 0.5) -> logit")
            .noting(SAMPLES
                    + " With binary_crossentropy or categorical_crossentropy, c is scikit-learn's C; a large one, as"
                    + " 1e9, is no penalty.");

    static final List<Declaration<Layer>> ROWS = List.of(
            of("linear_regression", REGRESSION, Values.ONE, a -> {
                var alpha = a.get(ALPHA);
                return linear(a, Kind.LINEAR_REGRESSION, new Penalty.Alpha(alpha, a.get(L1_RATIO)));
            }),
            of("logistic_regression", LOGISTIC, Values.ONE, a -> {
                var c = a.get(C);
                return linear(a, Kind.LOGISTIC_REGRESSION, new Penalty.C(c, a.get(L1_RATIO)));
            }),
            SupportVectorMachines.SVM);

    private static Layer linear(Arguments a, Kind kind, Penalty penalty) {
        var outputs = a.get(OUTPUTS).orElse(LinearLayer.OF_TARGET);
        var useBias = a.get(USE_BIAS);
        var tolerance = a.get(TOLERANCE);
        return new LinearLayer(kind, penalty, outputs, useBias, tolerance, a.get(MAX_STEPS));
    }
}
