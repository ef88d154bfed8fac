package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameter.required;
import static dev.updraft.compiler.catalog.Parameters.ANY;
import static dev.updraft.compiler.catalog.Parameters.AXIS;
import static dev.updraft.compiler.catalog.Parameters.NOT_NEGATIVE;
import static dev.updraft.compiler.catalog.Parameters.POSITIVE;
import static dev.updraft.compiler.catalog.Parameters.TRUTH;

import dev.updraft.compiler.layers.Activation;
import java.util.List;

/** Names of {@link Activation}s. */
final class Activations {
    private Activations() {}

    private static final Parameter<Double> NEGATIVE_SLOPE = negativeSlope(0.2);
    private static final Parameter<Double> ALPHA =
            optional("alpha", NOT_NEGATIVE, 1.0, "limit for large negative inputs, -alpha");
    private static final Parameter<Double> CELU_ALPHA =
            optional("alpha", POSITIVE, 1.0, "limit for large negative inputs, -alpha");
    private static final Parameter<Boolean> APPROXIMATE =
            optional("approximate", TRUTH, false, "whether to use the tanh approximation, which is faster");
    private static final Parameter<Double> SMOOTHNESS =
            optional("b", POSITIVE, 4.0, "smoothness: the curve leaves relu where the square of x is of that size");
    private static final Parameter<Double> SHRINK_THRESHOLD =
            optional("threshold", NOT_NEGATIVE, 0.5, "largest absolute value that becomes 0");
    private static final Parameter<Double> THRESHOLD =
            required("threshold", ANY, 0.1, "largest value that is replaced");
    private static final Parameter<Double> DEFAULT_VALUE =
            required("default_value", ANY, 0.0, "what smaller values become");

    static final Documentation LEAKY_RELU = doc(
            "leaky rectified linear unit: keeps a small slope for negative values",
            "y = x where x > 0, else negative_slope * x",
            "features -> dense(64, activation: leaky_relu(0.1))");

    static final Documentation GLU = doc(
                    "gated linear unit: one half of an axis decides how much of the other passes",
                    "y = a * sigmoid(b), where a is the first half of x along the axis and b the second",
                    "features -> dense(64, activation: glu)")
            .noting("The size of the axis is halved: dense(64, activation: glu) gives 32 values.");
    static final Documentation THRESHOLD_DOC = doc(
            "keeps what is above a threshold and replaces the rest",
            "y = x where x > threshold, else default_value",
            "features -> dense(64, activation: threshold(0.1, 0))");

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
    private static final Documentation RELU6 = doc(
            "rectified linear unit up to 6, common in networks for phones",
            "y = min(max(x, 0), 6)",
            "features -> dense(64, activation: relu6)");
    private static final Documentation ELU = doc(
            "exponential linear unit, smooth if alpha is 1",
            "y = x where x > 0, else alpha * (exp(x) - 1)",
            "features -> dense(64, activation: elu)");
    private static final Documentation CELU = doc(
            "elu whose slope has no jump at 0, whatever alpha is",
            "y = x where x > 0, else alpha * (exp(x / alpha) - 1)",
            "features -> dense(64, activation: celu)");
    private static final Documentation SELU = doc(
                    "scaled elu, which keeps mean 0 and variance 1 from layer to layer",
                    "y = 1.0507009873554805 * elu(x, alpha: 1.6732632423543772)",
                    "features -> dense(64, activation: selu, kernel_initializer: lecun_normal)")
            .noting("It goes with kernel_initializer: lecun_normal and the layer alpha_dropout.");
    private static final Documentation GELU =
            doc("Gaussian error linear unit, common in transformers", """
            y = 0.5 * x * (1 + erf(x / sqrt(2)))
            approximate: true   y = 0.5 * x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3)))
            """, "features -> dense(64, activation: gelu)");
    private static final Documentation SILU = doc(
            "sigmoid linear unit, also called swish",
            "y = x * sigmoid(x) = x / (1 + exp(-x))",
            "features -> dense(64, activation: silu)");
    private static final Documentation HARD_SILU = doc(
            "silu of straight lines, which is faster",
            "y = x * min(max(x + 3, 0), 6) / 6",
            "features -> dense(64, activation: hard_silu)");
    private static final Documentation MISH = doc(
            "smooth like silu, with a slightly deeper minimum",
            "y = x * tanh(softplus(x)) = x * tanh(log(1 + exp(x)))",
            "features -> dense(64, activation: mish)");
    private static final Documentation SIGMOID = doc(
            "maps to 0 to 1: the probability of yes, or of each label",
            "y = 1 / (1 + exp(-x))",
            "features -> dense(1, activation: sigmoid)");
    private static final Documentation HARD_SIGMOID = doc(
            "sigmoid of straight lines, which is faster",
            "y = min(max(x + 3, 0), 6) / 6",
            "features -> dense(64, activation: hard_sigmoid)");
    private static final Documentation SPARSE_SIGMOID = doc(
            "sigmoid of straight lines that is exactly 0 up to -1 and 1 from 1",
            "y = min(max(x + 1, 0), 2) / 2",
            "features -> dense(64, activation: sparse_sigmoid)");
    private static final Documentation LOG_SIGMOID = doc(
            "logarithm of sigmoid, exact where sigmoid is almost 0",
            "y = log(1 / (1 + exp(-x))) = -softplus(-x)",
            "features -> dense(64, activation: log_sigmoid)");
    private static final Documentation TANH = doc(
            "hyperbolic tangent, maps to -1 to 1",
            "y = (exp(x) - exp(-x)) / (exp(x) + exp(-x))",
            "features -> dense(64, activation: tanh)");
    private static final Documentation HARD_TANH =
            doc("clips to -1 to 1", "y = min(max(x, -1), 1)", "features -> dense(64, activation: hard_tanh)");
    private static final Documentation TANH_SHRINK = doc(
            "what tanh takes away, close to 0 for small values",
            "y = x - tanh(x)",
            "features -> dense(64, activation: tanh_shrink)");
    private static final Documentation HARD_SHRINK = doc(
            "sets small values to 0",
            "y = x where |x| > threshold, else 0",
            "features -> dense(64, activation: hard_shrink)");
    private static final Documentation SOFT_SHRINK = doc(
            "moves values towards 0 by a threshold, and sets smaller ones to 0",
            """
            y = x - threshold   where x > threshold
            y = x + threshold   where x < -threshold
            y = 0               else
            """,
            "features -> dense(64, activation: soft_shrink)");
    private static final Documentation SOFTPLUS =
            doc("smooth relu, always positive", "y = log(1 + exp(x))", "features -> dense(64, activation: softplus)");
    private static final Documentation SQUAREPLUS = doc(
            "smooth relu without exponentials",
            "y = (x + sqrt(x^2 + b)) / 2",
            "features -> dense(64, activation: squareplus)");
    private static final Documentation SPARSE_PLUS = doc(
            "smooth relu that is exactly 0 up to -1 and x from 1",
            """
            y = 0               where x <= -1
            y = (x + 1)^2 / 4   where -1 < x < 1
            y = x               where x >= 1
            """,
            "features -> dense(64, activation: sparse_plus)");
    private static final Documentation SOFTSIGN = doc(
            "maps to -1 to 1, more slowly than tanh",
            "y = x / (1 + |x|)",
            "features -> dense(64, activation: softsign)");
    private static final Documentation EXPONENTIAL = doc(
            "exponential: maps to positive numbers, such as rates",
            "y = exp(x)",
            "features -> dense(64, activation: exponential)");
    private static final Documentation LOG_SOFTMAX = doc(
                    "logarithms of class probabilities along the last axis",
                    "y[i] = x[i] - log(sum over j of exp(x[j]))",
                    "features -> dense(10, activation: log_softmax)")
            .noting("Losses take logits by default: a network with such a loss should not end in log_softmax.");
    private static final Documentation SOFTMAX = doc(
                    "class probabilities: positive and summing to 1 along the last axis",
                    "y[i] = exp(x[i]) / (sum over j of exp(x[j]))",
                    "features -> dense(10, activation: softmax)")
            .noting("Losses take logits by default and apply softmax themselves: a network with such a loss should"
                    + " not end in softmax.");

    private static final Declaration<Activation> SILU_ROW = of("silu", SILU, _ -> new Activation.Silu());
    private static final Declaration<Activation> HARD_SILU_ROW =
            of("hard_silu", HARD_SILU, _ -> new Activation.HardSilu());

    static final Table<Activation> TABLE = new Table<>(
            "activation",
            List.of(
                    of("linear", LINEAR, _ -> new Activation.Linear()),
                    of("relu", RELU, _ -> new Activation.Relu()),
                    of("leaky_relu", LEAKY_RELU, a -> new Activation.LeakyRelu(a.get(NEGATIVE_SLOPE))),
                    of("relu6", RELU6, _ -> new Activation.Relu6()),
                    of("elu", ELU, a -> new Activation.Elu(a.get(ALPHA))),
                    of("celu", CELU, a -> new Activation.Celu(a.get(CELU_ALPHA))),
                    of("selu", SELU, _ -> new Activation.Selu()),
                    of("gelu", GELU, a -> new Activation.Gelu(a.get(APPROXIMATE))),
                    SILU_ROW,
                    SILU_ROW.named("swish"),
                    HARD_SILU_ROW,
                    HARD_SILU_ROW.named("hard_swish"),
                    of("mish", MISH, _ -> new Activation.Mish()),
                    of("glu", GLU, a -> new Activation.Glu(a.get(AXIS))),
                    of("sigmoid", SIGMOID, _ -> new Activation.Sigmoid()),
                    of("hard_sigmoid", HARD_SIGMOID, _ -> new Activation.HardSigmoid()),
                    of("sparse_sigmoid", SPARSE_SIGMOID, _ -> new Activation.SparseSigmoid()),
                    of("log_sigmoid", LOG_SIGMOID, _ -> new Activation.LogSigmoid()),
                    of("tanh", TANH, _ -> new Activation.Tanh()),
                    of("hard_tanh", HARD_TANH, _ -> new Activation.HardTanh()),
                    of("tanh_shrink", TANH_SHRINK, _ -> new Activation.TanhShrink()),
                    of("hard_shrink", HARD_SHRINK, a -> new Activation.HardShrink(a.get(SHRINK_THRESHOLD))),
                    of("soft_shrink", SOFT_SHRINK, a -> new Activation.SoftShrink(a.get(SHRINK_THRESHOLD))),
                    of(
                            "threshold",
                            THRESHOLD_DOC,
                            a -> new Activation.Threshold(a.get(THRESHOLD), a.get(DEFAULT_VALUE))),
                    of("softplus", SOFTPLUS, _ -> new Activation.Softplus()),
                    of("squareplus", SQUAREPLUS, a -> new Activation.Squareplus(a.get(SMOOTHNESS))),
                    of("sparse_plus", SPARSE_PLUS, _ -> new Activation.SparsePlus()),
                    of("softsign", SOFTSIGN, _ -> new Activation.Softsign()),
                    of("exponential", EXPONENTIAL, _ -> new Activation.Exponential()),
                    of("softmax", SOFTMAX, _ -> new Activation.Softmax()),
                    of("log_softmax", LOG_SOFTMAX, _ -> new Activation.LogSoftmax())));
}
