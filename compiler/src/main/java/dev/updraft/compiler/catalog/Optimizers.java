package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.OptimizerParameters.BETA_1;
import static dev.updraft.compiler.catalog.OptimizerParameters.BETA_2;
import static dev.updraft.compiler.catalog.OptimizerParameters.EPSILON;
import static dev.updraft.compiler.catalog.OptimizerParameters.LEARNING_RATE;
import static dev.updraft.compiler.catalog.OptimizerParameters.options;

import dev.updraft.compiler.layers.Optimizer;
import java.util.List;

/** Names of {@link Optimizer}s. */
final class Optimizers {
    private Optimizers() {}

    private static final String STATE =
            "g is the gradient, after clipping, and w the weight, after its decay; all state starts at 0.";
    private static final String COUNTED = STATE + " t is the step number, starting at 1.";

    private static final Documentation SGD = doc(
                    "stochastic gradient descent, optionally with momentum",
                    """
                    momentum: 0       w = w - learning_rate * g
                    momentum > 0      m = momentum * m - learning_rate * g
                                      w = w + m
                    nesterov: true    w = w + momentum * m - learning_rate * g
                    """,
                    "optimizer sgd(learning_rate: 0.1, momentum: 0.9)")
            .noting(STATE);
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
            .noting(STATE);
    private static final String MEAN = "m = beta_1 * m + (1 - beta_1) * g\n";
    private static final String MOMENTS = MEAN + "v = beta_2 * v + (1 - beta_2) * g^2\n";
    private static final String ADAM_FORMULA = MOMENTS + """
            rate = learning_rate * sqrt(1 - beta_2^t) / (1 - beta_1^t)
            w = w - rate * m / (sqrt(v) + epsilon)
            amsgrad: true    h = max(h, v)
                             w = w - rate * m / (sqrt(h) + epsilon)
            """;
    private static final Documentation ADAM = doc(
                    "Adam: divides the running mean of gradients by their running root mean square",
                    ADAM_FORMULA,
                    "optimizer adam(learning_rate: 0.001)")
            .noting(COUNTED);
    private static final Documentation ADAMW = doc(
                    "Adam with weight decay by default",
                    ADAM_FORMULA,
                    "optimizer adamw(learning_rate: 0.001, weight_decay: 0.01, exclude_from_weight_decay: [bias])")
            .noting(COUNTED + " All weights decay, including biases, unless exclude_from_weight_decay names them.");
    private static final Documentation ADAMAX = doc(
                    "Adam with the running maximum of absolute gradients in place of their root mean square",
                    MEAN + """
                            u = max(beta_2 * u, |g|)
                            w = w - learning_rate / (1 - beta_1^t) * m / (u + epsilon)
                            """,
                    "optimizer adamax(learning_rate: 0.002)")
            .noting(COUNTED);
    private static final Documentation NADAM = doc(
                    "Adam with Nesterov momentum", MOMENTS + """
                            u(t) = beta_1 * (1 - 0.96^t / 2), and p(t) the product of u(1), ..., u(t)
                            step = u(t + 1) * m / (1 - p(t + 1)) + (1 - u(t)) * g / (1 - p(t))
                            w = w - learning_rate * step / (sqrt(v / (1 - beta_2^t)) + epsilon)
                            """, "optimizer nadam(learning_rate: 0.002)")
            .noting(COUNTED);
    private static final Documentation ADAGRAD = doc(
                    "divides gradients by the root of the sum of all their squares",
                    """
                    a = a + g^2
                    w = w - learning_rate * g / sqrt(a + epsilon)
                    """,
                    "optimizer adagrad(learning_rate: 0.01)")
            .noting("g is the gradient, after clipping, and w the weight, after its decay; a starts at"
                    + " initial_accumulator_value.");
    private static final Documentation ADADELTA = doc(
                    "scales gradients by the ratio of the running root mean squares of steps and gradients",
                    """
                    a = rho * a + (1 - rho) * g^2
                    step = g * sqrt(d + epsilon) / sqrt(a + epsilon)
                    d = rho * d + (1 - rho) * step^2
                    w = w - learning_rate * step
                    """,
                    "optimizer adadelta(learning_rate: 1)")
            .noting(STATE + " The paper has a learning rate of 1.");
    private static final Documentation LION = doc(
                    "steps of one size in the direction of the running mean's sign",
                    """
                    w = w - learning_rate * sign(beta_1 * m + (1 - beta_1) * g)
                    m = beta_2 * m + (1 - beta_2) * g
                    """,
                    "optimizer lion(learning_rate: 0.0001, weight_decay: 0.1)")
            .noting(STATE
                    + " Since all steps are that large, the learning rate should be three to ten times smaller than"
                    + " that of adamw, and weight_decay as much larger.");
    private static final Documentation MUON = doc(
                    "momentum that is orthogonalized, for matrices; adamw for all other weights",
                    """
                    m = momentum * m + g
                    x = m, or with nesterov: true g + momentum * m
                    x = x / (|x| + 1e-7), and then ns_steps times
                    x = 3.4445 * x - 4.775 * y * x + 2.0315 * y^2 * x, where y = x * transpose(x)
                    w = w - learning_rate * rms_rate * sqrt(max(rows, columns)) * x
                    """,
                    "optimizer muon(learning_rate: 0.001)")
            .noting(STATE + " |x| is the L2 norm. It is meant for hidden layers: exclude the last one, as in"
                    + " exclude_layers: dense_3. Kernels of convolutions are not matrices.");

    private static final Documentation LBFGS = doc(
                    "limited-memory BFGS: steps over the whole data along an estimate of Newton's direction",
                    """
                    w = w - step * H * g
                    H   the inverse of the Hessian as the last history_size steps show it
                    step by a line search for the strong Wolfe conditions, which tries 1 first
                    """,
                    "optimizer lbfgs(tolerance_grad: 0.000001)")
            .noting("An epoch is one step, for which the loss of the whole data is computed once or a few times;"
                    + " batch_size says only how much is computed at a time. Training ends when it has converged, or after"
                    + " `epochs` steps. It is for small models whose loss is the same each time it is computed, such as"
                    + " linear and logistic regression.");

    static final Table<Optimizer> TABLE = new Table<>(
            "optimizer",
            List.of(
                    of("sgd", SGD, Optimizers::sgd),
                    of("rmsprop", RMSPROP, Optimizers::rmsprop),
                    of("adam", ADAM, Optimizers::adam),
                    of("adamw", ADAMW, Optimizers::adamw),
                    of("adamax", ADAMAX, Optimizers::adamax),
                    of("nadam", NADAM, Optimizers::nadam),
                    of("adagrad", ADAGRAD, Optimizers::adagrad),
                    of("adadelta", ADADELTA, Optimizers::adadelta),
                    of("lion", LION, Optimizers::lion),
                    of("muon", MUON, Optimizers::muon),
                    of("lbfgs", LBFGS, Optimizers::lbfgs)));

    private static Optimizer sgd(Arguments a) {
        return new Optimizer.Sgd(
                a.get(OptimizerParameters.SGD_LEARNING_RATE),
                a.get(OptimizerParameters.MOMENTUM),
                a.get(OptimizerParameters.NESTEROV),
                options(a));
    }

    private static Optimizer rmsprop(Arguments a) {
        return new Optimizer.RmsProp(
                a.get(LEARNING_RATE),
                a.get(OptimizerParameters.RHO),
                a.get(OptimizerParameters.MOMENTUM),
                a.get(EPSILON),
                a.get(OptimizerParameters.CENTERED),
                options(a));
    }

    private static Optimizer adam(Arguments a) {
        return new Optimizer.Adam(
                a.get(LEARNING_RATE),
                a.get(BETA_1),
                a.get(BETA_2),
                a.get(EPSILON),
                a.get(OptimizerParameters.AMSGRAD),
                options(a));
    }

    private static Optimizer adamw(Arguments a) {
        var learningRate = a.get(LEARNING_RATE);
        var weightDecay = a.get(OptimizerParameters.WEIGHT_DECAY);
        return new Optimizer.AdamW(
                learningRate,
                a.get(BETA_1),
                a.get(BETA_2),
                a.get(EPSILON),
                a.get(OptimizerParameters.AMSGRAD),
                options(a, weightDecay));
    }

    private static Optimizer adamax(Arguments a) {
        return new Optimizer.Adamax(
                a.get(LEARNING_RATE),
                a.get(BETA_1),
                a.get(OptimizerParameters.NORM_BETA_2),
                a.get(EPSILON),
                options(a));
    }

    private static Optimizer nadam(Arguments a) {
        return new Optimizer.Nadam(a.get(LEARNING_RATE), a.get(BETA_1), a.get(BETA_2), a.get(EPSILON), options(a));
    }

    private static Optimizer adagrad(Arguments a) {
        return new Optimizer.Adagrad(
                a.get(LEARNING_RATE), a.get(OptimizerParameters.INITIAL_ACCUMULATOR), a.get(EPSILON), options(a));
    }

    private static Optimizer adadelta(Arguments a) {
        return new Optimizer.Adadelta(
                a.get(LEARNING_RATE), a.get(OptimizerParameters.ADADELTA_RHO), a.get(EPSILON), options(a));
    }

    private static Optimizer lion(Arguments a) {
        return new Optimizer.Lion(
                a.get(LEARNING_RATE),
                a.get(OptimizerParameters.LION_BETA_1),
                a.get(OptimizerParameters.LION_BETA_2),
                options(a));
    }

    private static Optimizer lbfgs(Arguments a) {
        return new Optimizer.Lbfgs(
                a.get(OptimizerParameters.HISTORY_SIZE),
                a.get(OptimizerParameters.TOLERANCE_GRAD),
                a.get(OptimizerParameters.TOLERANCE_CHANGE));
    }

    private static Optimizer muon(Arguments a) {
        var learningRate = a.get(LEARNING_RATE);
        var momentum = a.get(OptimizerParameters.MUON_MOMENTUM);
        var nesterov = a.get(OptimizerParameters.MUON_NESTEROV);
        var steps = a.get(OptimizerParameters.NS_STEPS);
        var rmsRate = a.get(OptimizerParameters.RMS_RATE);
        var weightDecay = a.get(OptimizerParameters.WEIGHT_DECAY);
        var layers = a.get(OptimizerParameters.EXCLUDE_LAYERS);
        var embeddings = a.get(OptimizerParameters.EXCLUDE_EMBEDDINGS);
        var adam = new Optimizer.MuonAdam(
                a.get(OptimizerParameters.ADAM_BETA_1),
                a.get(OptimizerParameters.ADAM_BETA_2),
                a.get(EPSILON),
                a.get(OptimizerParameters.ADAM_RATIO),
                a.get(OptimizerParameters.ADAM_WEIGHT_DECAY),
                embeddings,
                layers);
        return new Optimizer.Muon(
                learningRate, momentum, nesterov, steps, rmsRate == 0 ? null : rmsRate, adam, options(a, weightDecay));
    }
}
