package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Parameter.open;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameters.BELOW_ONE;
import static dev.updraft.compiler.catalog.Parameters.NOT_NEGATIVE;
import static dev.updraft.compiler.catalog.Parameters.POSITIVE;
import static dev.updraft.compiler.catalog.Parameters.TRUTH;

import dev.updraft.compiler.catalog.Arguments.Conflict;
import dev.updraft.compiler.layers.LearningRateSchedule;
import dev.updraft.compiler.layers.Optimizer.Clipping;
import dev.updraft.compiler.layers.Optimizer.Options;
import dev.updraft.compiler.layers.Optimizer.RateMultiplier;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Parameters of optimizers, and those that all of them have. */
final class OptimizerParameters {
    private OptimizerParameters() {}

    static final Parameter<LearningRateSchedule> LEARNING_RATE = learningRate(0.001);
    static final Parameter<LearningRateSchedule> SGD_LEARNING_RATE = learningRate(0.01);
    static final Parameter<Double> MOMENTUM =
            optional("momentum", BELOW_ONE, 0.0, "fraction of the last step that is kept");
    static final Parameter<Boolean> NESTEROV =
            optional("nesterov", TRUTH, false, "whether to use Nesterov momentum, which looks one step ahead");
    static final Parameter<Double> RHO =
            optional("rho", BELOW_ONE, 0.9, "decay of the running mean of the squared gradient");
    static final Parameter<Double> ADADELTA_RHO =
            optional("rho", BELOW_ONE, 0.95, "decay of the running means of the squared gradient and squared step");
    static final Parameter<Boolean> CENTERED =
            optional("centered", TRUTH, false, "whether to divide by the variance instead of the mean square");
    static final Parameter<Double> BETA_1 =
            optional("beta_1", BELOW_ONE, 0.9, "decay of the running mean of the gradient");
    static final Parameter<Double> BETA_2 =
            optional("beta_2", BELOW_ONE, 0.999, "decay of the running mean of the squared gradient");
    static final Parameter<Double> NORM_BETA_2 =
            optional("beta_2", BELOW_ONE, 0.999, "decay of the running maximum of the absolute gradient");
    static final Parameter<Double> LION_BETA_1 =
            optional("beta_1", BELOW_ONE, 0.9, "share of the running mean in the step; the rest is the gradient");
    static final Parameter<Double> LION_BETA_2 =
            optional("beta_2", BELOW_ONE, 0.99, "decay of the running mean of the gradient");
    static final Parameter<Double> EPSILON =
            optional("epsilon", POSITIVE, 1e-7, "1e-7", "added to avoid division by 0");
    static final Parameter<Boolean> AMSGRAD = optional(
            "amsgrad", TRUTH, false, "whether to divide by the largest mean square so far instead of the latest");
    static final Parameter<Double> INITIAL_ACCUMULATOR =
            optional("initial_accumulator_value", NOT_NEGATIVE, 0.1, "initial value of the sum of squares");

    static final Parameter<Double> MUON_MOMENTUM =
            optional("momentum", BELOW_ONE, 0.95, "fraction of the sum of gradients that is kept per step");
    static final Parameter<Boolean> MUON_NESTEROV =
            optional("nesterov", TRUTH, true, "whether to use Nesterov momentum, which looks one step ahead");
    static final Parameter<Integer> NS_STEPS = optional(
            "ns_steps", new ParameterType.Whole(1, 100), 5, "Newton-Schulz iterations that orthogonalize the momentum");
    static final Parameter<Double> RMS_RATE = optional(
            "rms_rate", NOT_NEGATIVE, 0.2, "root mean square of an update of a matrix; 0 leaves updates as they are");
    static final Parameter<List<String>> EXCLUDE_LAYERS = optional(
            "exclude_layers",
            new ParameterType.ListOf<>(new ParameterType.WeightName()),
            List.of(),
            "none",
            "weights, layers or blocks whose matrices AdamW updates too, such as the last layer");
    static final Parameter<Boolean> EXCLUDE_EMBEDDINGS =
            optional("exclude_embeddings", TRUTH, true, "whether AdamW updates embeddings too");
    static final Parameter<Double> ADAM_RATIO =
            optional("adam_lr_ratio", NOT_NEGATIVE, 1.0, "factor for the learning rate of AdamW");
    static final Parameter<Double> ADAM_BETA_1 =
            optional("adam_beta_1", BELOW_ONE, 0.9, "decay of AdamW's running mean of the gradient");
    static final Parameter<Double> ADAM_BETA_2 =
            optional("adam_beta_2", BELOW_ONE, 0.999, "decay of AdamW's running mean of the squared gradient");
    static final Parameter<Double> ADAM_WEIGHT_DECAY =
            optional("adam_weight_decay", NOT_NEGATIVE, 0.004, "weight_decay of the weights that AdamW updates");

    static final Parameter<Integer> HISTORY_SIZE =
            optional("history_size", new ParameterType.Whole(1, 1000), 100, "steps that are remembered");
    static final Parameter<Double> TOLERANCE_GRAD =
            optional("tolerance_grad", NOT_NEGATIVE, 1e-7, "1e-7", "ends when no element of the gradient is larger");
    static final Parameter<Double> TOLERANCE_CHANGE = optional(
            "tolerance_change",
            NOT_NEGATIVE,
            1e-9,
            "1e-9",
            "ends when neither the loss nor any weight changes by more");

    private static final String DECAY = "fraction of a weight subtracted per step, times the learning rate";
    private static final Parameter<Double> NO_WEIGHT_DECAY = optional("weight_decay", NOT_NEGATIVE, 0.0, DECAY);
    static final Parameter<Double> WEIGHT_DECAY = optional("weight_decay", NOT_NEGATIVE, 0.004, DECAY);
    private static final Parameter<List<String>> EXCLUDE_FROM_WEIGHT_DECAY = optional(
            "exclude_from_weight_decay",
            new ParameterType.ListOf<>(new ParameterType.WeightName()),
            List.of(),
            "none",
            "weights, layers or blocks that do not decay, as in [bias, gamma, beta]");
    private static final Parameter<Optional<Double>> CLIPVALUE =
            open("clipvalue", POSITIVE, "none", "largest absolute value of a gradient's elements");
    private static final Parameter<Optional<Double>> CLIPNORM =
            open("clipnorm", POSITIVE, "none", "largest L2 norm of a weight's gradient");
    private static final Parameter<Optional<Double>> GLOBAL_CLIPNORM =
            open("global_clipnorm", POSITIVE, "none", "largest L2 norm of all gradients together");
    private static final Parameter<List<RateMultiplier>> MULTIPLIERS = optional(
            "learning_rate_multipliers",
            new ParameterType.ListOf<>(new ParameterType.WeightFactor()),
            List.of(),
            "none",
            "factors for the learning rate of weights, layers or blocks; 0 freezes them");

    private static Parameter<LearningRateSchedule> learningRate(double value) {
        var written = Double.toString(value);
        return optional(
                "learning_rate", Schedules.TYPE, new LearningRateSchedule.Constant(value), written, "size of a step");
    }

    /** The parameters of every optimizer, without weight decay by default. */
    static Options options(Arguments a) {
        var weightDecay = a.get(NO_WEIGHT_DECAY);
        var options = options(a, weightDecay);
        if (weightDecay == 0 && !options.notDecayed().isEmpty()) {
            throw new Conflict(EXCLUDE_FROM_WEIGHT_DECAY, "there is no `weight_decay` to exclude weights from");
        }
        return options;
    }

    /** Those that follow weight decay. */
    static Options options(Arguments a, double weightDecay) {
        return new Options(weightDecay, a.get(EXCLUDE_FROM_WEIGHT_DECAY), clipping(a), a.get(MULTIPLIERS));
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
