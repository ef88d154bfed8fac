package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.open;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameters.BELOW_ONE;
import static dev.updraft.compiler.catalog.Parameters.NOT_NEGATIVE;
import static dev.updraft.compiler.catalog.Parameters.POSITIVE;
import static dev.updraft.compiler.catalog.Parameters.TRUTH;

import dev.updraft.compiler.catalog.Arguments.Conflict;
import dev.updraft.compiler.layers.LearningRateSchedule;
import dev.updraft.compiler.layers.Optimizer;
import dev.updraft.compiler.layers.Optimizer.Clipping;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Names of {@link Optimizer}s. */
final class Optimizers {
    private Optimizers() {}

    private static final Parameter<LearningRateSchedule> LEARNING_RATE = learningRate(0.001);
    private static final Parameter<LearningRateSchedule> SGD_LEARNING_RATE = learningRate(0.01);
    private static final Parameter<Double> MOMENTUM =
            optional("momentum", BELOW_ONE, 0.0, "fraction of the last step that is kept");
    private static final Parameter<Boolean> NESTEROV =
            optional("nesterov", TRUTH, false, "whether to use Nesterov momentum, which looks one step ahead");
    private static final Parameter<Double> RHO =
            optional("rho", BELOW_ONE, 0.9, "decay of the running mean of the squared gradient");
    private static final Parameter<Boolean> CENTERED =
            optional("centered", TRUTH, false, "whether to divide by the variance instead of the mean square");
    private static final Parameter<Double> BETA_1 =
            optional("beta_1", BELOW_ONE, 0.9, "decay of the running mean of the gradient");
    private static final Parameter<Double> BETA_2 =
            optional("beta_2", BELOW_ONE, 0.999, "decay of the running mean of the squared gradient");
    private static final Parameter<Double> EPSILON =
            optional("epsilon", POSITIVE, 1e-7, "1e-7", "added to avoid division by 0");
    private static final Parameter<Double> WEIGHT_DECAY = optional(
            "weight_decay",
            NOT_NEGATIVE,
            0.004,
            "fraction of a weight subtracted per step, times the" + " learning rate");
    private static final Parameter<Double> INITIAL_ACCUMULATOR =
            optional("initial_accumulator_value", NOT_NEGATIVE, 0.1, "initial value of the sum of squares");
    private static final Parameter<Optional<Double>> CLIPVALUE =
            open("clipvalue", POSITIVE, "none", "largest absolute value of a gradient's elements");
    private static final Parameter<Optional<Double>> CLIPNORM =
            open("clipnorm", POSITIVE, "none", "largest L2 norm of a weight's gradient");
    private static final Parameter<Optional<Double>> GLOBAL_CLIPNORM =
            open("global_clipnorm", POSITIVE, "none", "largest L2 norm of all gradients together");

    private static final String CLIPPED = "g is the gradient, after clipping; all state starts at 0.";

    private static final Documentation SGD = doc(
                    "stochastic gradient descent, optionally with momentum",
                    """
                    momentum: 0       w = w - learning_rate * g
                    momentum > 0      m = momentum * m - learning_rate * g
                                      w = w + m
                    nesterov: true    w = w + momentum * m - learning_rate * g
                    """,
                    "optimizer sgd(learning_rate: 0.1, momentum: 0.9)")
            .noting(CLIPPED);
    private static final Documentation RMSPROP = doc(
                    "divides gradients by their running root mean square",
                    """
                    v = rho * v + (1 - rho) * g^2
                    step = learning_rate * g / sqrt(v + epsilon)
                    centered: true    a = rho * a + (1 - rho) * g
                                      step = learning_rate * g / sqrt(v - a^2 + epsilon)
                    momentum: 0       w = w - step
                    momentum > 0      m = momentum * m + step
                                      w = w - m
                    """,
                    "optimizer rmsprop(learning_rate: 0.001)")
            .noting(CLIPPED);
    private static final String MOMENTS = """
            m = beta_1 * m + (1 - beta_1) * g
            v = beta_2 * v + (1 - beta_2) * g^2
            rate = learning_rate * sqrt(1 - beta_2^t) / (1 - beta_1^t)
            """;
    private static final Documentation ADAM = doc(
                    "Adam: divides the running mean of gradients by their running root mean square",
                    MOMENTS + "w = w - rate * m / (sqrt(v) + epsilon)",
                    "optimizer adam(learning_rate: 0.001)")
            .noting(CLIPPED + " t is the step number, starting at 1.");
    private static final Documentation ADAMW = doc(
                    "Adam with weight decay decoupled from the gradient",
                    MOMENTS + "w = w - learning_rate * weight_decay * w - rate * m / (sqrt(v) + epsilon)",
                    "optimizer adamw(learning_rate: 0.001, weight_decay: 0.01)")
            .noting(CLIPPED + " t is the step number, starting at 1. All weights decay, including biases.");
    private static final Documentation ADAGRAD = doc(
                    "divides gradients by the root of the sum of all their squares",
                    """
                    a = a + g^2
                    w = w - learning_rate * g / sqrt(a + epsilon)
                    """,
                    "optimizer adagrad(learning_rate: 0.01)")
            .noting("g is the gradient, after clipping; a starts at initial_accumulator_value.");

    static final Table<Optimizer> TABLE = new Table<>(
            "optimizer",
            List.of(
                    of("sgd", SGD, Optimizers::sgd),
                    of("rmsprop", RMSPROP, Optimizers::rmsprop),
                    of("adam", ADAM, Optimizers::adam),
                    of("adamw", ADAMW, Optimizers::adamw),
                    of("adagrad", ADAGRAD, Optimizers::adagrad)));

    private static Parameter<LearningRateSchedule> learningRate(double value) {
        var written = Double.toString(value);
        return optional(
                "learning_rate", Schedules.TYPE, new LearningRateSchedule.Constant(value), written, "size of a step");
    }

    private static Optimizer sgd(Arguments a) {
        return new Optimizer.Sgd(a.get(SGD_LEARNING_RATE), a.get(MOMENTUM), a.get(NESTEROV), clipping(a));
    }

    private static Optimizer rmsprop(Arguments a) {
        return new Optimizer.RmsProp(
                a.get(LEARNING_RATE), a.get(RHO), a.get(MOMENTUM), a.get(EPSILON), a.get(CENTERED), clipping(a));
    }

    private static Optimizer adam(Arguments a) {
        return new Optimizer.Adam(a.get(LEARNING_RATE), a.get(BETA_1), a.get(BETA_2), a.get(EPSILON), clipping(a));
    }

    private static Optimizer adamw(Arguments a) {
        var learningRate = a.get(LEARNING_RATE);
        var weightDecay = a.get(WEIGHT_DECAY);
        return new Optimizer.AdamW(
                learningRate, weightDecay, a.get(BETA_1), a.get(BETA_2), a.get(EPSILON), clipping(a));
    }

    private static Optimizer adagrad(Arguments a) {
        return new Optimizer.Adagrad(a.get(LEARNING_RATE), a.get(INITIAL_ACCUMULATOR), a.get(EPSILON), clipping(a));
    }

    private static Clipping clipping(Arguments a) {
        var value = a.get(CLIPVALUE);
        var norm = a.get(CLIPNORM);
        var globalNorm = a.get(GLOBAL_CLIPNORM);
        if (Stream.of(value, norm, globalNorm).filter(Optional::isPresent).count() > 1) {
            throw new Conflict(
                    value.isPresent() ? CLIPVALUE : CLIPNORM,
                    "only one of `clipvalue`, `clipnorm` and `global_clipnorm` can be set");
        }
        return new Clipping(value.orElse(null), norm.orElse(null), globalNorm.orElse(null));
    }
}
