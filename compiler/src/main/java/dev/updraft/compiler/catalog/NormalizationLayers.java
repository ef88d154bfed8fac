package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameter.required;
import static dev.updraft.compiler.catalog.Parameters.AXIS;
import static dev.updraft.compiler.catalog.Parameters.EPSILON;
import static dev.updraft.compiler.catalog.Parameters.INITIALIZER;
import static dev.updraft.compiler.catalog.Parameters.POSITIVE;
import static dev.updraft.compiler.catalog.Parameters.REGULARIZER;
import static dev.updraft.compiler.catalog.Parameters.TRUTH;

import dev.updraft.compiler.catalog.Arguments.Conflict;
import dev.updraft.compiler.catalog.Declaration.Values;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.NormalizationLayer;
import dev.updraft.compiler.layers.Regularizer;
import dev.updraft.compiler.tensor.Initializer;
import java.util.List;
import java.util.Locale;

/** Names of the {@link NormalizationLayer}s. */
final class NormalizationLayers {
    private NormalizationLayers() {}

    private static final Parameter<List<Double>> MEAN = required(
            "mean", new ParameterType.Reals(Range.ANY), List.of(0.5), "mean of all values, or one per channel");
    private static final Parameter<List<Double>> VARIANCE = required(
            "variance",
            new ParameterType.Reals(Range.POSITIVE),
            List.of(0.25),
            "variance of all values, or one per channel");
    private static final Parameter<Double> MOMENTUM =
            optional("momentum", Parameters.UNIT, 0.99, "decay of the running statistics");
    private static final Parameter<Boolean> CENTER =
            optional("center", TRUTH, true, "whether to learn an offset, beta");
    private static final Parameter<Boolean> SCALE = optional("scale", TRUTH, true, "whether to learn a factor, gamma");
    private static final Parameter<Integer> GROUPS = optional(
            "groups",
            new ParameterType.Whole(NormalizationLayer.GroupNorm.ONE_PER_CHANNEL, Integer.MAX_VALUE),
            32,
            "number of groups the channels are split into; -1: one per channel");
    private static final Parameter<Initializer> BETA_INITIALIZER =
            optional("beta_initializer", INITIALIZER, new Initializer.Zeros(), "zeros", "initial values of beta");
    private static final Parameter<Initializer> GAMMA_INITIALIZER =
            optional("gamma_initializer", INITIALIZER, new Initializer.Ones(), "ones", "initial values of gamma");
    private static final Parameter<Regularizer> BETA_REGULARIZER =
            optional("beta_regularizer", REGULARIZER, Regularizer.NONE, "none", "penalty on beta, added to the loss");
    private static final Parameter<Regularizer> GAMMA_REGULARIZER =
            optional("gamma_regularizer", REGULARIZER, Regularizer.NONE, "none", "penalty on gamma, added to the loss");
    private static final Parameter<Double> RMS_EPSILON =
            optional("epsilon", POSITIVE, 1e-6, "1e-6", "added to avoid division by 0");

    private static final Documentation NORMALIZE = doc(
            "shifts and scales inputs by a known mean and variance, to mean 0 and variance 1",
            Layers.SAME_SHAPE,
            "y = (x - mean) / max(sqrt(variance), 1e-7)",
            "image -> normalize(mean: [0.49, 0.48, 0.45], variance: [0.061, 0.059, 0.068])");
    private static final Documentation NORMALIZATION = doc(
                    "shifts and scales each channel by its mean and variance in the training data, to mean 0 and variance 1",
                    "[batch, ..., channels] -> the same shape",
                    "y = (x - mean) / max(sqrt(variance), 1e-7)",
                    "features -> normalization -> dense(64, activation: relu)")
            .noting(
                    "Mean and variance are learnt from the training data before the first step, and saved with the weights:"
                            + " each [channels]. normalize takes them from the file.");
    private static final Documentation BATCH_NORM = doc(
                    "batch normalization: normalizes each channel to mean 0 and variance 1 over the batch",
                    "[batch, ..., channels] -> the same shape",
                    """
                    y = gamma * (x - mean) / sqrt(variance + epsilon) + beta
                    in training    mean and variance of the batch, over all axes but the last, and
                                   moving_mean = momentum * moving_mean + (1 - momentum) * mean
                                   moving_variance = momentum * moving_variance + (1 - momentum) * variance
                    else           mean = moving_mean, variance = moving_variance
                    """,
                    "image -> conv2d(32, kernel: 3, use_bias: false) -> batch_norm -> relu")
            .noting(
                    "The variance is biased: divided by the number of values. Weights, each [channels]: gamma starts at 1,"
                            + " beta at 0, moving_mean at 0 and moving_variance at 1; only gamma and beta are trained"
                            + " by gradients.");
    private static final Documentation LAYER_NORM = doc(
                    "layer normalization: normalizes each position to mean 0 and variance 1 over the last axis",
                    "[batch, ..., channels] -> the same shape",
                    """
                    y = gamma * (x - mean) / sqrt(variance + epsilon) + beta
                    mean and variance over the last axis, in training and after
                    """,
                    "features -> dense(64) -> layer_norm -> relu")
            .noting("The variance is biased: divided by the number of channels. Weights, each [channels]: gamma"
                    + " starts at 1,"
                    + " beta at 0.");
    private static final Documentation GROUP_NORM = doc(
                    "group normalization: normalizes groups of channels of each sample to mean 0 and variance 1",
                    "[batch, ..., channels] -> the same shape",
                    """
                    y = gamma * (x - mean) / sqrt(variance + epsilon) + beta
                    mean and variance over the channels of a group and all positions of a sample
                    """,
                    "image -> conv2d(32, kernel: 3) -> group_norm(groups: 8) -> relu")
            .noting("It does not depend on the batch, so it suits small batches. groups: -1 normalizes each channel"
                    + " separately: instance normalization. The variance is biased: divided by the number of values."
                    + " Weights: gamma and beta, each [channels].");
    private static final Documentation RMS_NORM = doc(
                    "root mean square normalization: scales each position to a mean square of 1 over the last axis",
                    "[batch, ..., channels] -> the same shape",
                    "y = scale * x / sqrt(mean(x^2) + epsilon)",
                    "features -> dense(64) -> rms_norm -> relu")
            .noting("Unlike layer_norm it does not subtract a mean. Weight: scale [channels], which starts at 1.");
    private static final Documentation UNIT_NORMALIZATION = doc(
                    "scales vectors along an axis to length 1",
                    Layers.SAME_SHAPE,
                    "y = x / max(sqrt(sum(x^2)), 1e-12), summed along the axis",
                    "features -> dense(64) -> unit_normalization")
            .noting("Products of such vectors are the cosines of the angles between them. Zeros stay zeros.");

    static final List<Declaration<Layer>> ROWS = List.of(
            of("normalize", NORMALIZE, Values.ONE, NormalizationLayers::normalize),
            of("normalization", NORMALIZATION, Values.ONE, _ -> new NormalizationLayer.Normalization()),
            of(
                    "batch_norm",
                    BATCH_NORM,
                    Values.ONE,
                    a -> new NormalizationLayer.BatchNorm(
                            a.get(MOMENTUM), a.get(EPSILON), a.get(CENTER), a.get(SCALE))),
            of(
                    "layer_norm",
                    LAYER_NORM,
                    Values.ONE,
                    a -> new NormalizationLayer.LayerNorm(a.get(EPSILON), a.get(CENTER), a.get(SCALE))),
            of("group_norm", GROUP_NORM, Values.ONE, NormalizationLayers::groupNorm),
            of("rms_norm", RMS_NORM, Values.ONE, a -> new NormalizationLayer.RmsNorm(a.get(RMS_EPSILON))),
            of(
                    "unit_normalization",
                    UNIT_NORMALIZATION,
                    Values.ONE,
                    a -> new NormalizationLayer.UnitNormalization(a.get(AXIS))));

    private static Layer groupNorm(Arguments a) {
        var groups = a.get(GROUPS);
        if (groups == 0) {
            throw new Conflict(GROUPS, "`groups` expects at least one group, or -1 for one per channel, found 0");
        }
        return new NormalizationLayer.GroupNorm(
                groups,
                a.get(EPSILON),
                a.get(CENTER),
                a.get(SCALE),
                a.get(BETA_INITIALIZER),
                a.get(GAMMA_INITIALIZER),
                a.get(BETA_REGULARIZER),
                a.get(GAMMA_REGULARIZER));
    }

    private static Layer normalize(Arguments a) {
        var mean = a.get(MEAN);
        var variance = a.get(VARIANCE);
        if (mean.size() != 1 && variance.size() != 1 && mean.size() != variance.size()) {
            throw new Conflict(
                    VARIANCE, String.format(Locale.ROOT, "%d variances for %d means", variance.size(), mean.size()));
        }
        return new NormalizationLayer.Normalize(mean, variance);
    }
}
